import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.records import Moment, Period, Quantity
from briefqa.text.quantities import as_of, is_comparable, read_value, same_value, values_in
from tests.timing import soonest

COUNTS = {
    "約27０件": Quantity(270, "件", "about"),
    "30か国": Quantity(30, "か国"),
    "３０カ国": Quantity(30, "か国"),
    "30ヵ国": Quantity(30, "か国"),
    "30ヶ国": Quantity(30, "か国"),
    "30箇国": Quantity(30, "か国"),
    "６箇所": Quantity(6, "か所"),
    "二年": Quantity(2, "年"),
    "三か国": Quantity(3, "か国"),
    "十二社": Quantity(12, "社"),
    "百二十人": Quantity(120, "人"),
    "五千円": Quantity(5_000, "JPY"),
    "一億円": Quantity(100_000_000, "JPY"),
    "二度": Quantity(2, "度"),
    "一人": Quantity(1, "人"),
    "4万5千人": Quantity(45_000, "人"),
    "50万人": Quantity(500_000, "人"),
    "1,234.5": Quantity(1234.5),
    "０": Quantity(0),
    "54 施設": Quantity(54, "施設"),
    "12 都市": Quantity(12, "都市"),
    "64都市・地域": Quantity(64, "都市・地域"),
    "10プロジェクト": Quantity(10, "プロジェクト"),
    "1\n2": None,
    "30 countries": Quantity(30, "countries"),
    "30 member countries": Quantity(30, "countries"),
    "1.5 million people": Quantity(1_500_000, "people"),
    "2,000人": Quantity(2_000, "人"),
    "2000人": Quantity(2_000, "人"),
    "78通り": Quantity(78, "通り"),
}
MONEY = {
    "1億2,300万円": Quantity(123_000_000, "JPY"),
    "30百万円": Quantity(30_000_000, "JPY"),
    "500千円": Quantity(500_000, "JPY"),
    "3千円": Quantity(3_000, "JPY"),
    "1.3兆ドル以上": Quantity(1.3e12, "USD", "at least"),
    "少なくとも年間3,000億ドル": Quantity(3e11, "USD", "at least"),
    "3,000\n億ドル": Quantity(3e11, "USD"),
    "5億米ドル": Quantity(5e8, "USD"),
    "US$300 billion": Quantity(3e11, "USD"),
    "$5m": Quantity(5_000_000, "USD"),
    "300 billion US dollars": Quantity(3e11, "USD"),
    "JPY 300 million": Quantity(3e8, "JPY"),
    "¥1,500": Quantity(1_500, "JPY"),
    "30 million yen": Quantity(3e7, "JPY"),
    "€1.2bn": Quantity(1.2e9, "EUR"),
    "20万ユーロ": Quantity(200_000, "EUR"),
    "2ポンド": Quantity(2, "GBP"),
    "20元": Quantity(20, "CNY"),
    "5,000ウォン": Quantity(5_000, "KRW"),
    "30豪ドル": Quantity(30, "AUD"),
    "100円/kWh": Quantity(100, "JPY/kWh"),
}
MEASURES = {
    "73%": Quantity(73, "%"),
    "５1％": Quantity(51, "%"),
    "12パーセント": Quantity(12, "%"),
    "約2000": Quantity(2_000, "", "about"),
    "12 percent": Quantity(12, "%"),
    "6割": Quantity(60, "%"),
    "約六割": Quantity(60, "%", "about"),
    "3割5分": Quantity(35, "%"),
    "▲46％": Quantity(-46, "%"),
    "▲2000": Quantity(-2_000),
    "△3.5%": Quantity(-3.5, "%"),
    "−5%": Quantity(-5, "%"),
    "+5%": Quantity(5, "%"),
    "3ポイント": Quantity(3, "ポイント"),
    "1.55℃": Quantity(1.55, "°C"),
    "-3℃": Quantity(-3, "°C"),
    "25度": Quantity(25, "度"),
    "16 MW": Quantity(16, "MW"),
    "０.３ＭＷｈ": Quantity(0.3, "MWh"),
    "420.0 ppm": Quantity(420, "ppm"),
    "5億kWh": Quantity(5e8, "kWh"),
    "300千トン": Quantity(300_000, "トン"),
    "10.8億トン": Quantity(1.08e9, "トン"),
    "1,200万t-CO2": Quantity(12_000_000, "t-CO2"),
    "300 t-CO2/年": Quantity(300, "t-CO2/年"),
    "12㎡": Quantity(12, "m2"),
    "5 m²": Quantity(5, "m2"),
    "５㎏": Quantity(5, "kg"),
    "3.5倍": Quantity(3.5, "倍"),
    "4分の1": Quantity(0.25),
}
QUALIFIED = {
    "およそ30人": Quantity(30, "人", "about"),
    "30人程度": Quantity(30, "人", "about"),
    "30人前後": Quantity(30, "人", "about"),
    "100人近く": Quantity(100, "人", "about"),
    "about 30 people": Quantity(30, "people", "about"),
    "approximately 30%": Quantity(30, "%", "about"),
    "70以上の国": Quantity(70, "国", "at least"),
    "約30人以上": Quantity(30, "人", "at least"),
    "最低3人": Quantity(3, "人", "at least"),
    "at least 30 countries": Quantity(30, "countries", "at least"),
    "30+ countries": Quantity(30, "countries", "at least"),
    "30 people or more": Quantity(30, "people", "at least"),
    "10日以内": Quantity(10, "日", "at most"),
    "５０％以下": Quantity(50, "%", "at most"),
    "最大25%": Quantity(25, "%", "at most"),
    "up to 50 people": Quantity(50, "people", "at most"),
    "５００万人を超える": Quantity(5_000_000, "人", "more than"),
    "100人超": Quantity(100, "人", "more than"),
    "300人余り": Quantity(300, "人", "more than"),
    "over 30 companies": Quantity(30, "companies", "more than"),
    "100人未満": Quantity(100, "人", "less than"),
    "fewer than 20 staff": Quantity(20, "staff", "less than"),
    "30人以上の参加者": Quantity(30, "人", "at least"),
    "3割増": Quantity(30, "%"),
}
DURATIONS = {
    "4ヶ月": Quantity(4, "か月"),
    "14日間": Quantity(14, "日"),
    "三年間": Quantity(3, "年"),
    "3週間": Quantity(3, "週間"),
    "1時間30分": Quantity(1.5, "時間"),
    "39時間53分": Quantity(39 + 53 / 60, "時間"),
    "7 時間 45 分": Quantity(7.75, "時間"),
    "1分30秒": Quantity(1.5, "分"),
    "1年6か月": Quantity(1.5, "年"),
    "2時間半": Quantity(2.5, "時間"),
    "二年に一度": Quantity(2, "年"),
    "5年ごと": Quantity(5, "年"),
    "2000年以上": Quantity(2_000, "年", "at least"),
    "10 years": Quantity(10, "年"),
    "9hours": Quantity(9, "時間"),
}
MOMENTS = {
    "2026年1月27日": Moment("2026-01-27"),
    "2024年11月11日（月）": Moment("2024-11-11"),
    "2019年5月1日（水・祝）": Moment("2019-05-01"),
    "2025年６月": Moment("2025-06"),
    "令和 7 年 6 月": Moment("2025-06"),
    "R7.6.11": Moment("2025-06-11"),
    "H30年": Moment("2018"),
    "平成元年": Moment("1989"),
    "昭和64年1月7日": Moment("1989-01-07"),
    "令和七年六月十一日": Moment("2025-06-11"),
    "二〇二五年": Moment("2025"),
    "2025年（令和7年）3月31日": Moment("2025-03-31"),
    "令和7（2025）年": Moment("2025"),
    "2035年度": Moment("2035", is_fiscal=True),
    "令和6年度": Moment("2024", is_fiscal=True),
    "FY2024": Moment("2024", is_fiscal=True),
    "fiscal year 2024": Moment("2024", is_fiscal=True),
    "2024.6.11": Moment("2024-06-11"),
    "2024/6/11": Moment("2024-06-11"),
    "2025-06-11": Moment("2025-06-11"),
    "20250611": Moment("2025-06-11"),
    "2024/6": Moment("2024-06"),
    "4月8日": Moment("--04-08"),
    "四月八日": Moment("--04-08"),
    "1/9 (金)": Moment("--01-09"),
    "10月": Moment("--10"),
    "4/28": Moment("--04-28"),
    "昨年10月": Moment("--10"),
    "27 January 2026": Moment("2026-01-27"),
    "Jan. 27, 2026": Moment("2026-01-27"),
    "Jun. 27th, 2024": Moment("2024-06-27"),
    "Tuesday, 27 January 2026": Moment("2026-01-27"),
    "March 2024": Moment("2024-03"),
    "April 8": Moment("--04-08"),
    "Fri Apr 10 19:41:06 2020": Moment("2020-04-10"),
    "2018/Jun": Moment("2018-06"),
    "2024": Moment("2024"),
    "2000年頃": Moment("2000", "about"),
    "around 2000": Moment("2000", "about"),
    "2025年末": Moment("2025"),
    "（2022年）": Moment("2022"),
    "2024-02-29": Moment("2024-02-29"),
}
PERIODS = {
    "2025年11月10日（月）～11月21日（金）": Period("2025-11-10", "2025-11-21"),
    "2024年11月11日（月）～11月24日\n（日）": Period("2024-11-11", "2024-11-24"),
    "2025年6月10日（火）～12日（木）": Period("2025-06-10", "2025-06-12"),
    "6月10～12日": Period("--06-10", "--06-12"),
    "2024年11月1日～2月28日": Period("2024-11-01", "2025-02-28"),
    "2024年12～2月": Period("2024-12", "2025-02"),
    "2013～2025年度": Period("2013", "2025", is_fiscal=True),
    "2013～25年度": Period("2013", "2025", is_fiscal=True),
    "令和3～5年度": Period("2021", "2023", is_fiscal=True),
    "2023-2035": Period("2023", "2035"),
    "2024-25": Period("2024", "2025"),
    "FY2023-2025": Period("2023", "2025", is_fiscal=True),
    "令和3年4月から令和6年3月まで": Period("2021-04", "2024-03"),
    "10月1日～翌年3月31日": Period("--10-01", "--03-31"),
    "1月〜3月": Period("--01", "--03"),
    "2023/4/3-4/28": Period("2023-04-03", "2023-04-28"),
    "2021年より": Period("2021", ""),
    "2013年度から": Period("2013", "", is_fiscal=True),
    "2025年1月20日以降": Period("2025-01-20", ""),
    "2013年～": Period("2013", ""),
    "2030年まで": Period("", "2030"),
    "2030年度までに": Period("", "2030", is_fiscal=True),
    "～2030年": Period("", "2030"),
    "since 2013": Period("2013", ""),
    "by 2030": Period("", "2030"),
    "from 2013 to 2025": Period("2013", "2025"),
    "10-21 November 2025": Period("2025-11-10", "2025-11-21"),
    "November 10–21, 2025": Period("2025-11-10", "2025-11-21"),
    "10 November to 21 November 2025": Period("2025-11-10", "2025-11-21"),
    "2024年上半期": Period("2024-01", "2024-06"),
    "2024年度下半期": Period("2024-10", "2025-03"),
    "2024年度第4四半期": Period("2025-01", "2025-03"),
    "2030年代": Period("2030", "2039"),
    "1990s": Period("1990", "1999"),
}
NOTHING = (
    "", "会場", "第6条", "第3回", "2回目", "三人目", "3番目", "※1", "①", "③避難所", "v1.2.3",
    "Ver. 2", "2.0版", "03-1234-5678", "+81-3-1234-5678", "〒100-8919", "1/2", "2000/", "10:30",
    "https://example.jp/2023-2035", "info2@example.jp", "10:00～17:00", "5G", "4K", "PM2.5", "CO2",
    "A4", "m²月", "2/30", "2nd", "No. 5", "図1", "007", "2月30日", "2025-02-29", "2025年2月29日",
    "Feb 30, 2024", "24年度", "20世紀", "十分な", "三菱商事", "四国", "数千人", "何人", "昨年",
    "may 5",
    "5件と3件", "参加者30人", "30～50人", "1" * 30,
)  # fmt: skip
AS_WRITTEN = {**COUNTS, **MONEY, **MEASURES, **QUALIFIED, **DURATIONS, **MOMENTS, **PERIODS}


@pytest.mark.parametrize(("text", "value"), AS_WRITTEN.items(), ids=repr)
def test_a_short_text_is_read_as_its_value(text, value):
    assert read_value(text) == value


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_value_is_read_as_none(text):
    assert read_value(text) is None


def test_a_share_of_an_hour_is_exact_to_the_second():
    assert read_value("39時間53分").value * 3_600 == pytest.approx(39 * 3_600 + 53 * 60)


IN_TEXT = {
    "避難所を70以上の国で、約27０件（▲5％）": ["70以上の国", "約27０件", "▲5％"],
    "2035年までに少なくとも年間3,000億ドルの支援": ["2035年までに", "少なくとも年間3,000億ドル"],
    "人口５００万人を超える都市": ["５００万人を超える"],
    "東西南三か国の会合を二年に一度": ["三か国", "二年に一度"],
    "1. 対象は5か所": ["5か所"],
    "(1) 対象は5か所": ["5か所"],
    "計画の条約3件と予約10件": ["3件", "10件"],
    "3か月間5回": ["3か月間", "5回"],
    "20～30人": ["20", "30人"],
    "5年-10年": ["5年", "10年"],
    "気温は-3℃": ["-3℃"],
    "全国38道府県107市町村": ["38道府県", "107市町村"],
    "24 千葉県": ["24"],
    "16 東京都": ["16"],
    "利用者30人口100": ["30", "100"],
    "2050年目標": ["2050年"],
    "2000年以上の歴史、2000年以降": ["2000年以上", "2000年以降"],
    "2013年よりも多い": ["2013年"],
    "国際会議2024（10月）": ["2024", "10月"],
    "In 2024, 30 countries met.": ["2024", "30 countries"],
    "over 2000 households in 2024": ["over 2000 households", "2024"],
    "2月30日と3月1日": ["3月1日"],
    "See https://example.jp/2024/06/11 in May 2025": ["May 2025"],
    "一人ひとりが一つの地域で三人": ["三人"],
    "30か国²": ["30か国"],
    "㋿7年に３㌔": ["㋿7年", "３㌔"],
    "2024 MW": ["2024 MW"],
    "2000～2500人": ["2500人"],
    "2000～2100万円": ["2100万円"],
    "令和0年度、昭和00年": [],
    "M7.3の地震、M45.7.30": ["M45.7.30"],
    "平成30～令和2年度": ["平成30～令和2年度"],
    "2025年度下期": ["2025年度下期"],
    "2～3日、4日": ["2", "3日", "4日"],
}


@pytest.mark.parametrize(("text", "words"), IN_TEXT.items(), ids=repr)
def test_values_are_found_where_they_stand(text, words):
    assert [text[found.start : found.end] for found in values_in(text)] == words


AS_OF = {
    "2025年６月時点の避難所：30か所": "2025-06",
    "一覧 2025年５月時点 ※番号は設置順": "2025-05",
    "令和7年3月末現在": "2025-03",
    "令和7年3月31日現在、12市": "2025-03-31",
    "令和6年度末時点": "2025-03",
    "2025年4月1日0時現在": "2025-04-01",
    "30 sites as of June 2025": "2025-06",
    "as of 31 March 2025": "2025-03-31",
    "420 人（2023年平均）": "2023",
    "2022年度実績": "2022",
    "利用者の割合（2022年）": "2022",
    "参加者数（2024年3月）\n30人": "2024-03",
    "参加者数（2022年）と、2024年5月時点の施設": "2024-05",
    "2024年に開催": "",
    "資料（2024年）": "",
    "発表した（2025年1月）": "",
    "割合（2022年）から作成": "",
    "閣議決定（2021年10月22日）": "",
    "施行（2025年4月）": "",
    "開設（2019年）": "",
    "目標値（2030年）": "",
    "地域防災計画（令和5年3月）": "",
    "避難施設（2024年）": "2024",
    "As of the end of FY2024": "2025-03",
    "6月時点": "",
    "現在": "",
    "": "",
}


@pytest.mark.parametrize(("text", "date"), AS_OF.items(), ids=repr)
def test_a_text_says_when_it_held(text, date):
    assert as_of(text) == date


SAME = [
    ("30か国", "30カ国", True),
    ("30か国", "30 countries", True),
    ("30か国", "30", True),
    ("30か国", "30社", False),
    ("30か国", "29か国", False),
    ("3,000億ドル", "US$300 billion", True),
    ("3,000億ドル", "3,000億円", False),
    ("1,000kW", "1MW", True),
    ("1,000kWh", "1MW", False),
    ("1年", "12か月", True),
    ("90分", "1時間30分", True),
    ("5トン", "5,000kg", True),
    ("約270件", "270件", True),
    ("270件以上", "270件", False),
    ("270件以上", "270件超", False),
    ("25℃", "25度", True),
    ("6割", "60%", True),
    ("2026年1月27日", "27 January 2026", True),
    ("2026年1月", "2026年1月27日", False),
    ("2024年度", "2024年", False),
    ("2013～2025年度", "FY2013-2025", True),
    ("2030年", "30か国", False),
]


@pytest.mark.parametrize(("one", "other", "is_same"), SAME)
def test_values_are_the_same_in_any_unit(one, other, is_same):
    assert same_value(read_value(one), read_value(other)) is is_same
    assert same_value(read_value(other), read_value(one)) is is_same


COMPARABLE = [
    ("30か国", "29 countries", True),
    ("30か国", "30", False),
    ("30か国", "5社", False),
    ("16MW", "500kW", True),
    ("3億円", "3億ドル", False),
    ("2025年", "2025年6月", False),
    ("2025年", "2024年6月", True),
    ("4月8日", "2025年4月8日", False),
    ("4月8日", "2025年5月1日", True),
    ("4月", "2025年4月8日", False),
    ("2024年度", "2024年", False),
    ("2024年度", "2025年度", True),
    ("2013～2025年度", "2013～2024年度", True),
    ("2013年から", "2013-2025", False),
    ("2013年から", "2014年から", True),
    ("2025年", "30か国", False),
]


@pytest.mark.parametrize(("one", "other", "is_so"), COMPARABLE)
def test_values_of_one_kind_can_contradict(one, other, is_so):
    assert is_comparable(read_value(one), read_value(other)) is is_so
    assert is_comparable(read_value(other), read_value(one)) is is_so


PIECES = st.sampled_from([
    *AS_WRITTEN, *NOTHING, *"年月日～から-.,/（）()\n 約第%度時分の千万一十", "以上", "まで", "超",
    "2024", "5", "０", "㍘", "½", "①", "か\u3099", "\u0300", "\ud800", "\x00", "m²", "㎡", "MW",
    "ﬁ", "İ", "ß", "㋿",
])  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_values_stand_in_the_text_in_order_and_apart(text):
    found = values_in(text)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_a_value_reads_the_same_on_its_own(text):
    for found in values_in(text):
        assert read_value(text[found.start : found.end]) == found.value


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_any_text_is_read_without_an_error(text, other):
    as_of(text)
    one, two = read_value(text), read_value(other)
    if one is not None and two is not None:
        assert same_value(one, two) == same_value(two, one)
        assert is_comparable(one, two) == is_comparable(two, one)
        assert same_value(one, one)
        assert is_comparable(one, one)


@pytest.mark.parametrize(
    "unit",
    ["1", "1万", "一", "約", "(", "1,", "1.", "2024年", "か\u3099", "十月", "http://", "a@", " "],
)
def test_time_grows_with_the_text_and_no_faster(unit):
    def seconds(length):
        text = unit * (length // len(unit))
        start = time.thread_time()
        values_in.__wrapped__(text)
        return time.thread_time() - start

    seconds(1_000)
    limit = 4 * 3 * max(seconds(40_000), 0.02)
    assert soonest(lambda: seconds(160_000), limit) < limit
