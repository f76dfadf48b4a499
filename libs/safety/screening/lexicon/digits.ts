/** Words that stand for digits. `SURE` ones are number words; `HOMOPHONES` count only beside enough sure digits. */

export const SURE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    zero: '0',
    nought: '0',
    naught: '0',
    zilch: '0',
    null: '0',
    cero: '0',
    sero: '0',
    one: '1',
    uno: '1',
    eins: '1',
    un: '1',
    two: '2',
    dos: '2',
    zwei: '2',
    zwo: '2',
    deux: '2',
    dois: '2',
    three: '3',
    thre: '3',
    tres: '3',
    drei: '3',
    trois: '3',
    four: '4',
    fower: '4',
    cuatro: '4',
    vier: '4',
    quatre: '4',
    quatro: '4',
    five: '5',
    fife: '5',
    cinco: '5',
    funf: '5',
    fuenf: '5',
    cinq: '5',
    six: '6',
    seis: '6',
    sechs: '6',
    seven: '7',
    siete: '7',
    sieben: '7',
    sept: '7',
    sete: '7',
    eight: '8',
    ocho: '8',
    acht: '8',
    huit: '8',
    oito: '8',
    nine: '9',
    niner: '9',
    nueve: '9',
    neun: '9',
    neuf: '9',
    nove: '9',
    hundred: '00',
    ten: '10',
    eleven: '11',
    twelve: '12',
    thirteen: '13',
    fourteen: '14',
    fifteen: '15',
    sixteen: '16',
    seventeen: '17',
    eighteen: '18',
    nineteen: '19',
    twenty: '20',
    thirty: '30',
    forty: '40',
    fourty: '40',
    fifty: '50',
    sixty: '60',
    seventy: '70',
    eighty: '80',
    ninety: '90',
    fiv: '5',
    svn: '7',
    sevn: '7',
  }),
);
export const HOMOPHONES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    oh: '0',
    o: '0',
    owe: '0',
    won: '1',
    wan: '1',
    to: '2',
    too: '2',
    tu: '2',
    tree: '3',
    free: '3',
    for: '4',
    fore: '4',
    sicks: '6',
    sex: '6',
    ate: '8',
    nein: '9',
  }),
);
/** "double five", "triple oh", "doble cero". */
export const REPEATERS: ReadonlyMap<string, number> = new Map(
  Object.entries({ double: 2, triple: 3, treble: 3, quadruple: 4, quad: 4, doble: 2, dubble: 2, dbl: 2 }),
);
/** Words that may stand between the parts of one number. */
export const FILLERS: ReadonlySet<string> = new Set(
  (
    'then and dash hyphen space dot minus plus next after that comes followed by y luego guion punto espacio area code first last half second ' +
    'third part bit is its the middle end ends with starts start start rest again ext lol haha then, um uh like numbers digits digit number final'
  ).split(' '),
);
/** A number near one of these is likely somebody's phone. */
export const PHONE_CUES: ReadonlySet<string> = new Set(
  (
    'answering answer number num nmbr numbers digits cell cellphone phone mobile mob call ring text txt msg message reach hmu line landline whatsapp tel telephone contact ' +
    'dial cel celular telefono movil numero llamame marcame facetime ft imessage sms area moms mums dads nans 📞 📱 ☎ ☎️ 🤙 hit handy nummer'
  ).split(' '),
);
/** A number near one of these is likely something else. */
export const OTHER_CUES: ReadonlySet<string> = new Set(
  (
    'isbn issn order barcode upc ean sku invoice tracking serial unix timestamp epoch binary pi fibonacci sequence prime hex hash sha sha1 sha256 md5 uuid ' +
    'guid population doi arxiv decimal digits_of random seed checksum score scores scored result results points laps marks model part version receipt ' +
    'transaction catalogue catalog item product lot batch ticket speed distance light km miles meters metres kg population bytes bits bytes pixels ' +
    'memory address 0x error code_point commit build pid port id userid reference ref licence count counted total sum equals average mean median ' +
    'temperature row rows column data dataset answer answers answer_is result equation calculate multiply multiplied times divided plus factorial squared cubed ' +
    'percent dollars billion million trillion thousand atomic mass constant avogadro planck steps views subscribers likes followers revenue ' +
    'version updated upgraded kernel driver error errno entry chapter exercise exercises platform train trains bus buses timetable departs departure leaves leave arrives ' +
    'friend_code friendcode steam switch sw code page pages section question edition year born dates numbers_are sequence_is series array list input output const var let'
  ).split(' '),
);
