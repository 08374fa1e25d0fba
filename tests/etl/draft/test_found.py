"""What is understood of sentences as staff write them, and what is left alone, with the reason."""

import pytest

from etl.draft import draft
from etl.ledger import claims_file

UNDERSTOOD = {  # a paragraph: of each figure, in order, product measure basis reporter partner flow compared period value unit qualifier
    "In 2022, China–Russia trade grew by 29.3 percent to a record $190.3 billion. China's imports from Russia rose 43.4 percent to "
    "$114.1 billion, while exports to Russia rose 12.8 percent to $76.1 billion.": (
        "all_goods growth value CHN RUS total - 2022 29.3 percent exact",
        "all_goods level value CHN RUS total - 2022 190.3 USD_bn record",
        "all_goods growth value CHN RUS import - 2022 43.4 percent exact",
        "all_goods level value CHN RUS import - 2022 114.1 USD_bn exact",
        "all_goods growth value CHN RUS export - 2022 12.8 percent exact",
        "all_goods level value CHN RUS export - 2022 76.1 USD_bn exact",
    ),
    "In 2021 China imported 79.6 million tonnes of Russian crude, up from 83.4 million tonnes in 2020.": (
        "crude_oil level volume CHN RUS import - 2021 79.6 Mt exact",
        "crude_oil level volume CHN RUS import - 2020 83.4 Mt exact",
    ),
    "Saudi Arabia supplied 17 percent of China's crude imports in 2021.": ("crude_oil share volume CHN SAU import - 2021 17 percent exact",),
    "China's trade deficit with Russia was $38 billion in 2022.": ("all_goods balance value CHN RUS balance - 2022 -38 USD_bn exact",),
    "Russia's trade surplus with China was $38 billion in 2022.": ("all_goods balance value CHN RUS balance - 2022 -38 USD_bn exact",),
    "Russia's share of China's crude imports rose to 17.0 percent in 2022.": ("crude_oil share volume CHN RUS import - 2022 17.0 percent exact",),
    "In 2022, 4.2 percent of China's imports came from Russia.": ("all_goods share value CHN RUS import - 2022 4.2 percent exact",),
    "By volume, China's coal imports from Russia rose 11.3 percent in 2022.": ("coal growth volume CHN RUS import - 2022 11.3 percent exact",),
    "China's exports to the EU were €530 billion in 2022.": ("all_goods level value CHN EU27 export - 2022 530 EUR_bn exact",),
    "In 2022 China's trade with the United States was four times as large as its trade with Russia.": (
        "all_goods ratio value CHN USA total RUS 2022 4 times exact",
    ),
    "In June 2022, China imported 1.77 million barrels per day of crude from Russia.": (
        "crude_oil level volume CHN RUS import - 2022-06 1.77E+6 bpd exact",
    ),
    "Russia delivered 15.4 bcm of pipeline gas to China in 2022.": ("pipeline_gas level volume CHN RUS import - 2022 15.4 bcm exact",),
    "In 2023 Russia became China's largest supplier of crude oil, with 107 million tonnes.": (
        "crude_oil rank volume CHN RUS import - 2023 1 rank exact",
        "crude_oil level volume CHN RUS import - 2023 107 Mt exact",
    ),
    "Russia was the second-largest supplier of crude oil to China in 2022.": ("crude_oil rank volume CHN RUS import - 2022 2 rank exact",),
    "EU imports of Russian coal fell by more than 50 percent by volume in 2022.": (
        "coal growth volume EU27 RUS import - 2022 -50 percent less_than",
    ),
    "China's share in Russia's imports was about 25 percent in 2021.": ("all_goods share value RUS CHN import - 2021 25 percent about",),
    "From 2017–2021, Russia was China’s top supplier of arms at 81 percent.": ("arms window_share tiv CHN RUS import - 2017/2021 81 percent exact",),
    "From January to June 2022 trade between China and Russia reached RMB 520 billion.": (
        "all_goods level value CHN RUS total - 2022-01/2022-06 520 CNY_bn exact",
    ),
    "Trade between China and the US was $1.2 trillion in 2022.": ("all_goods level value CHN USA total - 2022 1.2E+3 USD_bn exact",),
    "Russia overtook Saudi Arabia to become China's top crude supplier in 2023, shipping 107.02 million tons, or 2.14 million barrels per day.": (
        "crude_oil rank volume CHN RUS import - 2023 1 rank exact",
        "crude_oil level volume CHN RUS import - 2023 107.02 Mt exact",
        "crude_oil level volume CHN RUS import - 2023 2.14E+6 bpd exact",
    ),
    "China's imports of Russian LNG rose 23 percent to 8 million tonnes in 2023. Pipeline gas deliveries via Power of Siberia reached "
    "22.7 bcm in 2023. Coal shipments from Russia to China jumped 50 percent to 102 million tonnes.": (
        "lng growth volume CHN RUS import - 2023 23 percent exact",
        "lng level volume CHN RUS import - 2023 8 Mt exact",
        "pipeline_gas level volume CHN RUS import - 2023 22.7 bcm exact",
        "coal growth volume CHN RUS import - 2023 50 percent exact",
        "coal level volume CHN RUS import - 2023 102 Mt exact",
    ),
    "China–EU trade was $847.3 billion in 2022. ASEAN's share of China's trade was 15.5% in 2022.": (
        "all_goods level value CHN EU27 total - 2022 847.3 USD_bn exact",
        "all_goods share value CHN ASEAN total - 2022 15.5 percent exact",
    ),
    "Russian exports to China totalled $114 billion in 2022, against Chinese exports of $76 billion.": (
        "all_goods level value CHN RUS import - 2022 114 USD_bn exact",
    ),
    "In 2022, China bought 19.5 million tonnes of crude oil from Saudi Arabia and 20 million tonnes from Russia.": (
        "crude_oil level volume CHN SAU import - 2022 19.5 Mt exact",
        "crude_oil level volume CHN RUS import - 2022 20 Mt exact",
    ),
    "Russia supplied 77 percent of China's arms imports in 2018–22.": ("arms window_share tiv CHN RUS import - 2018/2022 77 percent exact",),
    "Oil made up about 45 percent of China's imports from Russia in 2022.": (
        "crude_oil share value CHN RUS import all_goods 2022 45 percent about",
    ),
    "China's share of Russia's exports climbed from 14 percent in 2021 to 30 percent in 2023.": (
        "all_goods share value RUS CHN export - 2021 14 percent exact",
        "all_goods share value RUS CHN export - 2023 30 percent exact",
    ),
    "China imports 20 percent of its coal from Russia (2022).": ("coal share volume CHN RUS import - 2022 20 percent exact",),
}  # fmt: skip
LEFT = {  # a sentence whose figure no series can judge, or that leaves something open: words of the reason
    "China's exports of cars to Russia rose 40 percent in 2022.": "no series",
    "Russian grain exports to China reached 2 million tons in 2022.": "no series",
    "Exports of widgets from China to Russia rose 40 percent in 2022.": "no series",
    "Oil prices rose 20 percent in 2022.": "price",
    "In 2022, 65 percent of China–Russia trade was settled in yuan.": "payments",
    "Trade between China and Russia is expected to reach $200 billion in 2024.": "ahead",
    "China's imports fell 10 percent in 2022.": "from whom",
    "Russia's share of China's imports rose by 2 percentage points in 2022.": "points",
    "Between 10 and 15 percent of China's imports came from Russia in 2022.": "range",
    "China's coal imports from Russia rose 20 percent in 2022.": "volume or by value",
    "Russian gas exports to China rose 50 percent in 2022.": "both kinds",
    "Since 2014, China's imports from Russia have risen 150 percent.": "year or months",
    "From 2017 to 2022 China's imports from Russia rose 176 percent.": "several years",
    "Last year China's exports to Russia fell 5 percent.": "year or months",
    "In 2022 China's exports to Russia did not grow by 30 percent.": "denied",
    "Bilateral trade grew 29.3 percent in 2022.": "between whom",
    "In 2022 China's exports to Russia rose by $10 billion.": "change of an amount",
    "In 2022 China's exports to Russia rose −5 percent.": "sign of its own",
    "More than 1,000 Chinese companies have built factories in Russia.": "unit",
    "Half of Russia's oil exports went to China in 2023.": "not clear",
    "Russian oil accounted for 15 percent of Chinese imports in 2022.": "not clear",
    "By 2023 the renminbi made up 34 percent of Russia's trade settlement.": "payments",
    "A year earlier than 2022 China's exports to Russia were $6.9 billion.": "year or months",
    "China shipped 3 million tonnes of goods to Russia in 2022.": "weighed",
    "Their 4,000 kilometer border has been quiet.": "unit",
}


def tuple_of(line):
    names = (
        "product",
        "measure",
        "basis",
        "reporter",
        "partner",
        "flow",
        "compared_with",
        "period",
        "value",
        "unit",
        "qualifier",
    )
    return " ".join(line.get(name) or "-" for name in names)


@pytest.mark.parametrize("text", UNDERSTOOD, ids=lambda text: text[:50])
def test_a_figure_is_understood_whole(text):
    _, found = draft.find(text)
    assert tuple(tuple_of(one.line) for one in found if one.line) == UNDERSTOOD[text], [one.why for one in found]
    claims, problems = claims_file.read(draft.as_csv(one.line for one in found if one.line))
    assert not problems and len(claims) == len(UNDERSTOOD[text])


@pytest.mark.parametrize("text", LEFT, ids=lambda text: text[:50])
def test_what_is_not_understood_is_listed_with_the_reason(text):
    _, found = draft.find(text)
    assert found and not any(one.line for one in found), [one.line for one in found]
    assert LEFT[text] in " ".join(one.why for one in found)


@pytest.mark.parametrize("text", [
    "In 2022 relations were good, see page 12 and footnote 85.", "On 4 February 2022 the two presidents met.",
    "Resolution 2231 was adopted on July 14, 2015.", "The S-400 and the Su-35 were sold in 2015–2019.", "",
])  # fmt: skip
def test_years_days_and_names_are_no_figures(text):
    assert draft.find(text)[1] == []


def test_goods_do_not_stay_when_a_flow_is_named_anew():
    _, found = draft.find(
        "In 2022 China imported 86.25 million tonnes of crude from Russia. In 2022 China's exports to Russia were $76.1 billion. "
        "In 2022, imports rose 5 percent."
    )
    assert [one.line.get("product", one.why) for one in found][:2] == ["crude_oil", "all_goods"]


def test_a_partner_is_not_taken_from_another_sentence_where_the_owner_is_named():
    _, found = draft.find(
        "In 2022 China's crude imports from Russia were 86.25 million tonnes. China's crude imports were 508.3 million tonnes in 2022."
    )
    assert found[0].line["partner"] == "RUS" and not found[1].line
