"use strict";
const PLACES = document.querySelectorAll(".chart");
let drawnFor = "";
function draw() {
  const size = document.body.clientWidth < 720 ? "narrow" : "wide";
  if (size === drawnFor) return;
  drawnFor = size;
  PLACES.forEach((place, number) => {
    const chart = CHARTS[number][size];
    Plotly.react(place, chart.data, chart.layout, { displayModeBar: false, responsive: true, doubleClick: false });
  });
}
addEventListener("resize", draw);
draw();
