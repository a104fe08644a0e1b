"""Invented names, as varied as those of a British town.

Families, given names and mother tongues go together, so that somebody who needs a Polish-speaking worker is likely to
bear a Polish name. Any likeness to a living person is chance: the two halves are drawn apart."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Name:
    """What somebody is called. `given` is empty for people with a single name; `language` is a code of the list."""

    family: str
    given: str
    language: str


@dataclass(frozen=True, slots=True)
class Stock:
    """Names that go together; `share` is out of all people, `speaks` how many of these would rather speak `language`."""

    share: int
    language: str
    speaks: float
    family: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]


def _stock(share: int, language: str, speaks: float, family: str, women: str, men: str) -> Stock:
    return Stock(share, language, speaks, _split(family), _split(women), _split(men))


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip().replace("~", " ") for name in names.split())


_STOCKS = (
    _stock(
        620, "en", 1.0,
        """Ackersby Aldcroft Ashbourne Barlowe Bennison Birtwell Blakemoor Bramhall Brindlow Broxton Calderbank Cartledge
        Catterick Clegghorn Copplestone Cranshaw Crossfield Dewhirst Dunnock Eastham Eddlestone Entwhistle Fairhurst Fallowes
        Fernsby Garlick Gathercole Greenhalgh Hallworth Hardcastle Haslingden Hebblethwaite Hollin Hoyle Illingworth Jessop
        Kershaw Kirkbride Lathom Leyfield Lindley Longbottom Lumb Marsden Micklethwaite Mossley Nuttall Oakenshaw Openshaw
        Ormerod Pemberton Pickup Pilling Ramsbottom Rawstron Redfearn Ridehalgh Rothwell Scholes Shackleton Smethurst Snape
        Standish Stott Sugden Tattersall Threlfall Thwaite Tolliver Turton Unsworth Wadsworth Walmersley Wardle Whitcombe
        Whittaker Winstanley Wolstenholme Wrigley Yarwood Fitzgerald-Hebblethwaite""",
        """Ada Agnes Alice Alma Audrey Avis Barbara Beryl Betty Brenda Carol Christine Constance Daphne Deirdre Doreen
        Dorothy Edna Eileen Elsie Enid Ethel Evelyn Florence Freda Gladys Glenys Gwendoline Hazel Hilda Irene Iris Ivy Jean
        Joan Joyce Kathleen Lilian Lorna Mabel Margaret Marjorie Maureen Mavis Mildred Muriel Nora Olive Pamela Patricia
        Pauline Phyllis Rita Rosemary Sheila Shirley Sylvia Thelma Una Vera Vivienne Wendy Winifred Yvonne""",
        """Alan Albert Alfred Arnold Arthur Basil Bernard Brian Cecil Clifford Colin Cyril Dennis Derek Desmond Donald
        Douglas Edgar Edwin Eric Ernest Francis Frank Fred Geoffrey Gerald Gordon Graham Harold Harry Herbert Horace Hubert
        Jack Keith Kenneth Leonard Leslie Lionel Malcolm Maurice Neville Norman Percy Raymond Reginald Ronald Roy Sidney
        Stanley Trevor Vernon Victor Walter Wilfred""",
    ),
    _stock(
        60, "en", 1.0,
        """Ó~Súilleabháin O'Hanrahan Mac~Giolla~Phádraig McGillycuddy O'Shaughnessy Cavanagh Gallagher-Rooney
        McAleavey O'Loughlin MacSweeney Hegarty""",
        "Bríd Siobhán Máire Nuala Bernadette Philomena Gráinne Dympna Noreen Concepta",
        "Séamus Pádraig Donal Fintan Cormac Declan Eamon Malachy Tadhg Fergal",
    ),
    _stock(
        30, "cy", 0.3,
        "Llewellyn Gwynne ap~Rhys Penhallow Trevethick Pritchard Angharad-Jones MacAskill Urquhart Farquharson",
        "Myfanwy Eluned Gwyneth Rhiannon Morwenna Ishbel Catriona Blodwen",
        "Emrys Idris Gwilym Alasdair Ruaridh Torquil Denzil Hywel",
    ),
    _stock(
        80, "ur", 0.4,
        "Chaudhry Siddiqui Qureshi Mirza Bhatti Rafiq Zaman Hashmi Anwar Tariq Yaqoob Malik Durrani Sheikh",
        "Nasreen Shabana Zubaida Rukhsana Farzana Tahira Khalida Parveen Ghazala Safia",
        "Mushtaq Javaid Iqbal Ghulam Zahoor Rashid Pervez Bashir Tanveer Altaf",
    ),
    _stock(
        40, "pa", 0.35,
        "Gill Dhaliwal Sandhu Grewal Bains Uppal Chahal Virdee",
        "Gurpreet Harbhajan Surinder Manjit Balbir Kulwant Jaswinder",
        "Mohinder Harjit Avtar Gurdial Karnail Satnam Balwant",
    ),
    _stock(
        35, "gu", 0.35,
        "Patel Desai Bhatt Parmar Solanki Mistry Chauhan Joshi",
        "Hansa Kokila Pushpa Savita Jyotsna Manjula Rekha",
        "Ramesh Kantilal Jayant Harish Dinesh Mukund Chandrakant",
    ),
    _stock(
        20, "bn", 0.5,
        "Choudhury Mazumder Talukder Sarkar Bhuiyan Haldar",
        "Rokeya Shirin Anwara Nurjahan Momtaz",
        "Abdul~Karim Shafiqul Mizanur Nazrul Habibur",
    ),
    _stock(
        40, "pl", 0.4,
        "Kowalczyk Wójcik Mazurek Gołąb Brzęczyszczykiewicz Żak Piątek Kaczmarek Wróbel Szymczak",
        "Danuta Halina Jadwiga Zofia Wanda Bożena Stanisława",
        "Zbigniew Kazimierz Tadeusz Bogdan Mieczysław Wiesław",
    ),
    _stock(
        20, "uk", 0.5,
        "Shevchuk Kovalenko Bondarenko Hrytsenko Petrenko",
        "Oksana Halyna Nadiya Lyudmyla Mariyka",
        "Bohdan Taras Mykola Vasyl Stepan",
    ),
    _stock(
        25, "zh", 0.4,
        "Ng Cheung Lam Yeung Kwok Tsang Ho",
        "Mei-Ling Suk-Yin Wai-Fong Pui-Shan Siu-Lan",
        "Kam-Wah Chi-Keung Wing-Fai Kwok-Leung Tak-Ming",
    ),
    _stock(10, "en", 1.0, "Nguyễn Phạm Đặng Võ", "Thị~Hương Thị~Lan Ngọc~Ánh", "Văn~Đức Hữu~Phước Quốc~Bảo"),
    _stock(
        50, "en", 1.0,
        "Adeyemi Okonkwo Mensah Boateng Nwachukwu Asante Chikwanha Mutasa Kamara Odhiambo Wanjiru Tesfaye Campbell-Bright",
        "Ngozi Adwoa Folasade Chipo Abena Wambui Yetunde Hyacinth Precious",
        "Emeka Kwabena Olusegun Tendai Kofi Otieno Winston Delroy Tunde",
    ),
    _stock(
        20, "so", 0.5,
        "Warsame Farah Jama Hersi Abdulle",
        "Hodan Sahra Faduma Ifrah Ayaan",
        "Abdirahman Mahad Liban Guled Yusuf",
    ),
    _stock(
        25, "ar", 0.4,
        "Al-Hamdani Haddad Mansour Khoury El-Sayed Benali",
        "Samira Layla Huda Nadia Zahra",
        "Faisal Tarek Hassan Munir Salim",
    ),
    _stock(15, "fa", 0.4, "Rostami Farahani Ghorbani Tehrani", "Parvin Shahnaz Mahin Azar", "Bijan Dariush Hooshang Kaveh"),
    _stock(
        20, "it", 0.3,
        "Bevilacqua Di~Domenico Esposito Santangelo D'Angelo",
        "Graziella Concetta Immacolata Filomena",
        "Salvatore Gaetano Vincenzo Carmelo",
    ),
    _stock(
        20, "pt", 0.4,
        "de~Souza Figueiredo Gonçalves Magalhães Conceição",
        "Fátima Lurdes Graça Deolinda",
        "Joaquim Armindo Belmiro Zeferino",
    ),
    _stock(
        20, "ro", 0.4,
        "Țurcanu Ștefănescu Moldoveanu Brătianu-Pop Ionescu",
        "Rodica Mihaela Doina Ileana",
        "Gheorghe Cătălin Răzvan Dumitru",
    ),
    _stock(
        15, "en", 1.0,
        "van~der~Merwe Østergaard Müller-Brandt Özdemir Þórðarson Đorđević García~Íñiguez",
        "Gudrun Ayşe Annelise Ljiljana Inés",
        "Søren Çetin Þorsteinn Zoran Íñigo",
    ),
)  # fmt: skip

_SINGLE = ("Wulandari", "Suwarno", "Lhamo", "Tenzin-La", "Mahtab", "Zarghuna", "Thiri", "Hlaing")
_SINGLE_SHARE = 0.012
_SHARES = tuple(stock.share for stock in _STOCKS)


def draw_name(chance: Random, sex: str, *, young: bool = False) -> Name:
    """Somebody's name. `sex` is female or male; `young` people, such as staff, mostly prefer English."""
    if chance.random() < _SINGLE_SHARE:
        return Name(chance.choice(_SINGLE), "", "en")
    stock = chance.choices(_STOCKS, _SHARES)[0]
    given = stock.women if sex == "female" else stock.men
    speaks = chance.random() < stock.speaks * (0.5 if young else 1.0)
    return Name(chance.choice(stock.family), chance.choice(given), stock.language if speaks else "en")


def tongues(chance: Random, name: Name) -> tuple[str, ...]:
    """The languages a worker of that name speaks: English, their own, and now and then one more."""
    own = next((stock.language for stock in _STOCKS if name.family in stock.family), "en")
    extra = chance.choice(("pl", "ur", "pa", "bsl")) if chance.random() < 0.06 else own
    return tuple(dict.fromkeys(("en", own, extra)))
