// A document tree with just what D3 and Plotly ask of one when they write an SVG picture: nodes, attributes, inline
// styles, class names, selectors and serialising. Nothing is laid out or painted here; geometry.js answers for sizes.
"use strict";
(function (root) {
  const SVG = "http://www.w3.org/2000/svg";
  const HTML = "http://www.w3.org/1999/xhtml";
  const nothing = () => {};

  class Style {
    constructor(owner) {
      this.owner = owner;
      this.held = new Map();
    }
    setProperty(name, value) {
      if (value === null || value === undefined || value === "") return void this.held.delete(name);
      if (!this.owner.held.has("style")) this.owner.held.set("style", "");
      this.held.set(name, String(value));
    }
    getPropertyValue(name) { return this.held.get(name) || ""; }
    removeProperty(name) { this.held.delete(name); }
    get cssText() { return [...this.held].map(([name, value]) => `${name}: ${value};`).join(" "); }
    set cssText(text) {
      this.held.clear();
      for (const part of text.split(";")) {
        const colon = part.indexOf(":");
        if (colon > 0) this.setProperty(part.slice(0, colon).trim(), part.slice(colon + 1).trim());
      }
    }
  }
  const PROPERTIES = ("background background-color border bottom color cursor display fill fill-opacity font font-family " +
    "font-size font-style font-variant font-weight height left margin max-height max-width min-height min-width opacity " +
    "overflow padding pointer-events position right stroke stroke-opacity stroke-width stroke-dasharray text-anchor " +
    "text-align text-decoration text-shadow text-transform top transform transition visibility width white-space z-index").split(" ");
  for (const name of PROPERTIES) {
    const access = {
      get() { return this.getPropertyValue(name); },
      set(value) { this.setProperty(name, value); },
    };
    Object.defineProperty(Style.prototype, name, access);
    Object.defineProperty(Style.prototype, name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()), access);
  }

  class ClassList {
    constructor(owner) { this.owner = owner; }
    get names() { return (this.owner.held.get("class") || "").split(/\s+/).filter(Boolean); }
    contains(name) { return this.names.includes(name); }
    add(...names) { this.owner.setAttribute("class", [...new Set([...this.names, ...names])].join(" ")); }
    remove(...names) { this.owner.setAttribute("class", this.names.filter((name) => !names.includes(name)).join(" ")); }
    toggle(name, on = !this.contains(name)) { on ? this.add(name) : this.remove(name); }
  }

  class Node {
    constructor(type, name) {
      this.nodeType = type;
      this.nodeName = name;
      this.childNodes = [];
      this.parentNode = null;
    }
    get ownerDocument() { return root.document; }
    get parentElement() { return this.parentNode; }
    get firstChild() { return this.childNodes[0] || null; }
    get lastChild() { return this.childNodes[this.childNodes.length - 1] || null; }
    get nextSibling() { return this.beside(1); }
    get previousSibling() { return this.beside(-1); }
    beside(step) {
      const kin = this.parentNode ? this.parentNode.childNodes : [];
      return kin[kin.indexOf(this) + step] || null;
    }
    get children() { return this.childNodes.filter((child) => child.nodeType === 1); }
    get textContent() {
      return this.nodeType === 3 ? this.nodeValue : this.childNodes.map((child) => child.textContent).join("");
    }
    set textContent(text) {
      if (this.nodeType === 3) return void (this.nodeValue = String(text));
      for (const child of this.childNodes) child.parentNode = null;
      this.childNodes = [];
      if (text !== null && text !== undefined && text !== "") this.appendChild(new Text(text));
    }
    appendChild(child) { return this.insertBefore(child, null); }
    insertBefore(child, next) {
      if (child.nodeType === 11) {
        for (const part of child.childNodes.slice()) this.insertBefore(part, next);
        return child;
      }
      if (child.parentNode) child.parentNode.removeChild(child);
      const place = next ? this.childNodes.indexOf(next) : this.childNodes.length;
      this.childNodes.splice(place, 0, child);
      child.parentNode = this;
      return child;
    }
    removeChild(child) {
      const place = this.childNodes.indexOf(child);
      if (place < 0) throw new Error("removeChild: not a child of this node");
      this.childNodes.splice(place, 1);
      child.parentNode = null;
      return child;
    }
    replaceChild(child, old) {
      this.insertBefore(child, old);
      return this.removeChild(old);
    }
    remove() { if (this.parentNode) this.parentNode.removeChild(this); }
    contains(other) {
      for (let node = other; node; node = node.parentNode) if (node === this) return true;
      return false;
    }
    compareDocumentPosition(other) {
      const order = (node) => (node.parentNode ? [...order(node.parentNode), node.parentNode.childNodes.indexOf(node)] : []);
      const [mine, theirs] = [order(this), order(other)];
      const at = mine.findIndex((place, i) => place !== theirs[i]);
      return at < 0 || mine[at] < theirs[at] ? 4 : 2;
    }
    getRootNode() { return root.document; }
  }
  Object.assign(Node.prototype, { addEventListener: nothing, removeEventListener: nothing, dispatchEvent: nothing });

  class Text extends Node {
    constructor(text) {
      super(3, "#text");
      this.nodeValue = String(text);
    }
    get data() { return this.nodeValue; }
    cloneNode() { return new Text(this.nodeValue); }
  }

  class Element extends Node {
    constructor(space, name) {
      super(1, name);
      this.namespaceURI = space;
      this.tagName = this.localName = name;
      this.held = new Map();
      this.style = new Style(this);
      this.classList = new ClassList(this);
    }
    getAttribute(name) {
      if (name === "style") return this.style.cssText || null;
      return this.held.has(name) ? this.held.get(name) : null;
    }
    setAttribute(name, value) {
      if (name === "style") this.style.cssText = String(value);
      else this.held.set(name, String(value));
    }
    removeAttribute(name) {
      if (name === "style") this.style.held.clear();
      this.held.delete(name);
    }
    hasAttribute(name) { return this.getAttribute(name) !== null; }
    getAttributeNS(space, name) { return this.getAttribute(name); }
    setAttributeNS(space, name, value) { this.setAttribute(name, value); }
    removeAttributeNS(space, name) { this.removeAttribute(name); }
    get attributes() { return [...this.held].map(([name, value]) => ({ name, value })); }
    get id() { return this.held.get("id") || ""; }
    set id(value) { this.held.set("id", String(value)); }
    get className() { return this.held.get("class") || ""; }
    set className(value) { this.held.set("class", String(value)); }
    get ownerSVGElement() {
      let node = this.parentNode;
      while (node && node.nodeName !== "svg") node = node.parentNode;
      return node;
    }
    get innerHTML() { return this.childNodes.map(root.kyakhta.serialise).join(""); }
    set innerHTML(text) { this.textContent = text.replace(/<[^>]*>/g, ""); } // only emptied by what we draw
    get outerHTML() { return root.kyakhta.serialise(this); }
    cloneNode(deep) {
      const copy = new Element(this.namespaceURI, this.nodeName);
      for (const [name, value] of this.held) copy.held.set(name, value);
      for (const [name, value] of this.style.held) copy.style.held.set(name, value);
      if (deep) for (const child of this.childNodes) copy.appendChild(child.cloneNode(true));
      return copy;
    }
    matches(selector) { return root.kyakhta.parse(selector).some((chain) => root.kyakhta.fits(this, chain)); }
    closest(selector) {
      for (let node = this; node && node.nodeType === 1; node = node.parentNode) if (node.matches(selector)) return node;
      return null;
    }
    querySelector(selector) { return root.kyakhta.find(this, selector, true)[0] || null; }
    querySelectorAll(selector) { return root.kyakhta.find(this, selector, false); }
    getElementsByTagName(name) { return this.querySelectorAll(name); }
    getElementsByClassName(name) { return this.querySelectorAll("." + name); }
    getContext() { return null; } // no canvas: what needs one is refused before it comes here
  }
  Object.assign(Element.prototype, { focus: nothing, blur: nothing, click: nothing });

  class Document extends Node {
    constructor() {
      super(9, "#document");
      this.documentElement = this.appendChild(new Element(HTML, "html"));
      this.head = this.documentElement.appendChild(new Element(HTML, "head"));
      this.body = this.documentElement.appendChild(new Element(HTML, "body"));
    }
    get defaultView() { return root; }
    createElement(name) { return new Element(HTML, name); }
    createElementNS(space, name) { return new Element(space, name); }
    createTextNode(text) { return new Text(text); }
    createDocumentFragment() { return new Node(11, "#document-fragment"); }
    getElementById(id) { return this.documentElement.querySelector(`[id="${id}"]`); }
    querySelector(selector) { return root.kyakhta.find(this, selector, true)[0] || null; }
    querySelectorAll(selector) { return root.kyakhta.find(this, selector, false); }
  }

  root.kyakhta = { SVG, HTML, Node, Element, Document };
})(globalThis);
