"""What adverts write around a place: work from anywhere, all of the country, and work on the road."""

from __future__ import annotations

REMOTE_ABROAD = {
    "de": (
        "fernarbeit", "heimarbeit", "mobiles arbeiten", "mobile arbeit", "mobilarbeit", "ortsunabhängig",
        "standortunabhängig", "telearbeit", "von zu hause", "von zuhause", "weltweit",
    ),
    "fr": ("à distance", "a distance", "distanciel", "teletravail", "télétravail", "travail à domicile"),
    "es": ("a distancia", "cualquier lugar", "desde casa", "remota", "remoto", "teletrabajo", "trabajo en casa"),
    "pt": ("à distância", "em casa", "qualquer lugar", "remotamente", "teletrabalho", "trabalho em casa"),
    "it": ("a distanza", "da remoto", "lavoro agile", "lavoro da casa", "smart working", "telelavoro"),
    "nl": ("op afstand", "thuiswerk*", "vanuit huis", "wereldwijd"),
    "pl": ("na odległość", "praca z domu", "praca zdalna", "zdaln*"),
    "cs": ("na dálku", "práce na dálku", "práce z domova", "vzdáleně", "z domova"),
    "sk": ("na diaľku", "práca na diaľku", "práca z domu", "vzdialene"),
    "hu": ("otthoni munkavégzés", "otthonról", "távmunka", "távoli munkavégzés"),
    "ro": ("de acasă", "la distanta", "la distanţă", "la distanță", "muncă de acasă", "telemuncă"),
    "hr": ("na daljinu", "rad na daljinu", "rad od kuće"), "sl": ("delo na daljavo", "delo od doma", "na daljavo"),
    "sv": ("distans", "distansarbete", "hemifrån", "på distans"),
    "da": ("fjernarbejde", "hjemmearbejde", "hjemmefra"), "nb": ("fjernarbeid", "hjemmekontor"),
    "fi": ("etänä", "etätyö*"), "et": ("kaugtöö*",), "lv": ("attālināt*",), "lt": ("nuotolin*", "nuotoliu"),
    "el": ("από το σπίτι", "εξ αποστάσεως", "τηλεργασία"),
    "tr": ("evden", "evden çalışma", "uzaktan", "uzaktan çalışma"),
    "ru": (
        "дистанционн*", "из любой точки мира", "работа из дома", "работа на дому", "удаленк*", "удаленн*", "удалёнк*",
        "удалённ*",
    ),
    "uk": ("віддален*", "дистанційн*", "робота вдома"), "bg": ("от вкъщи", "отдалечен*"),
    "ar": ("عن بعد", "عن بُعد", "من المنزل"), "he": ("מהבית", "מרחוק"),
    "zh": ("在家办公", "在家辦公", "居家办公", "居家辦公", "远程", "遠程", "遠端", "遠距"),
    "ja": (
        "テレワーク", "フルリモート", "リモート", "リモートワーク", "リモート勤務", "在宅", "在宅ワーク", "在宅勤務",
    ),
    "ko": ("원격", "원격 근무", "원격근무", "재택", "재택 근무", "재택근무"),
    "vi": ("làm việc tại nhà", "làm việc từ xa", "tại nhà", "từ xa"), "id": ("jarak jauh", "kerja dari rumah"),
    "th": ("ทำงานจากที่บ้าน", "ทำงานทางไกล", "ทำงานที่บ้าน", "ทำงานระยะไกล"),
}  # fmt: skip
"""Work from anywhere in languages other than English; * is any ending."""
OTHERS_ABROAD = {
    "de": ("bundesweit", "deutschlandweit", "landesweit", "schweizweit", "vor ort", "österreichweit"),
    "fr": ("en présentiel", "entière", "hybride", "présentiel", "sur site"),
    "es": ("a nivel nacional", "hibrida", "hibrido", "híbrida", "híbrido", "presencial", "todo el país"),
    "pt": ("em todo o país", "todo o país", "todo o território nacional"),
    "it": ("ibrida", "ibrido", "in presenza", "in sede", "territorio nazionale", "tutto il territorio nazionale"),
    "nl": ("landelijk", "op locatie"), "pl": ("cały kraj", "hybrydow*", "stacjonarn*"),
    "cs": ("hybridní",), "sk": ("celé sr", "hybridn*"),
    "hu": ("hibrid", "országosan"), "ro": ("hibrid", "toată țara"), "hr": ("hibridn*",),
    "sv": ("hela landet", "på plats", "rikstäckande"), "da": ("hele landet", "landsdækkende"),
    "nb": ("landsdekkende",), "fi": ("hybridi*", "koko maa"), "el": ("υβριδικ*",),
    "tr": ("geneli", "hibrit"), "ru": ("в офисе", "вся страна", "гибрид*", "по всей россии", "по всей стране"),
    "uk": ("в офісі", "гібрид*", "по всій україні"), "bg": ("хибрид*",), "ar": ("هجين",), "he": ("היברידי*", "כל הארץ"),
    "zh": ("不限", "全国", "全國", "混合办公", "混合辦公"), "ja": ("ハイブリッド", "ハイブリッド勤務"),
    "ko": ("전국", "하이브리드"), "vi": ("cả nước", "toàn quốc"), "th": ("ทั่วประเทศ", "ไฮบริด"),
}  # fmt: skip
"""All of the country, and work in an office on some or all days."""
TRAVELLING = {
    "en": ("field based", "field-based", "on the road", "traveling", "travelling"),
    "de": ("reisend*", "reisebereitschaft", "reisetätigkeit"), "nl": ("reizend*",),
    "fr": ("déplacements", "en déplacement*", "itinérant*"), "es": ("itinerante", "viajes"),
    "pt": ("em viagem", "viagens"), "it": ("in trasferta", "trasferte", "trasfertista"),
    "pl": ("delegacj*", "w podróży", "w terenie"), "cs": ("cestování", "na cestách", "v terénu"),
    "sk": ("cestovanie", "v teréne"), "sv": ("resande",), "da": ("rejsende",), "fi": ("matkatyö*", "matkustava"),
    "hu": ("utazás*", "utazó"), "ro": ("deplasări", "itinerant"), "tr": ("seyahat*",),
    "ru": ("командировк*", "разъездн*"), "uk": ("відрядження", "роз.їзн*"), "zh": ("出差",), "ja": ("出張",),
    "ko": ("출장",), "vi": ("công tác",),
}  # fmt: skip
"""Work on the road."""
