/**
 * PII-ADDRESS: where a young person lives, learns, or can be found at a known time. Postcodes, coordinates and map words
 * are in `scanners/place-codes.ts`.
 *
 * Sources: COPPA 312.2 (street name and town; geolocation); Childline's rule on school, routine and events.
 * States, big cities, famous and fictional addresses, and where one hopes to study are free.
 */
import '../lexicon/all.js';
import { phraseRules } from '../phrase-rules.js';

const sources = { family: 'PII-ADDRESS', version: 1, priority: 'P2', category: 'address' } as const;

export const PII_ADDRESS = phraseRules(
  {
    ...sources,
    ruleId: 'PII-ADDRESS.STREET',
    because: 'A house number with a street, or "I live on" with one (COPPA 312.2).',
    says: [
      '#short|@numberword ..1 !@unit #word|#cap|#odd|@compass ..1 @street !@unit',
      '#short @compass? #word @street',
      '#short|#num !@unit #word @compass? @street',
      '#short #word #word @street',
      '#short #cap ..1 @streetish $',
      '#short #cap @streetish',
      '@live ..2 #short|@numberword ..3 @street|@streetish',
      '#short !@unit #word|#cap|#odd @streetish ..3 apt|apartment|flat|unit|my_house|house|is_my|is_where|home|my_address|address',
      'i|we|im|he|she|my|our ..2 live|lives|stay|live_at|moved|living ..1 on|at|in|down|near|off|by|to|behind|opposite|next_to ..5 @street|@streetish|close|number',
      'live|lives|living|house|home|stay ..2 near|on|at|by|off ..2 corner|junction|intersection',
      'live|vivo|lives|living ..5 @street ..3 number|#short|no',
      'flat|apt|apartment|suite|piso ..1 #num|#short ..4 @street|@streetish|house|court|road|building|tower',
      'apt|apartment|flat #short|#num|#flat ..2 $|is|in|on|at',
      'my|our|mi ..1 address|street|direccion|road|home_address ..2 is|es|was|s ..1 #num|#short|#cap|#odd|on|@numberword',
      'my|our ..1 house|home|flat|apartment|place|casa|building|street|block ..2 is|s|thats|esta|on|the_one ..4 next_to|behind|opposite|near|across|on|by|in_front|corner|above|beside|at_the_end|between|round|around|two_doors|over ..6 @street|@streetish|tesco|shop|station|school|church|park|library|store|gas|supermarket|aldi|lidl|asda|walmart|target|mosque|pub|cafe|hospital|bridge|mcdonalds|post_office|corner|highway|river|primary|starbucks|gym|pool|7_eleven|chip_shop|court',
      'im|i|i_live|we|live|its ..2 in|at|the|on ..3 house|flat|apartment|building|block ..2 on|at|in|next_to|opposite|behind|with|near|at_the_end_of|across ..4 @street|@streetish|station|church|school|shop|park|corner',
      'the|house|its ..1 house|one|door|flat|home ..2 on_the_corner|at_the_end|with_the_red_door|with_the_blue_door|with_the_green_door|with_the|at_the_corner ..4 of|@street|@streetish|$|door|gate',
      'po|p_o|pobox box ..1 #num',
      'po_box|pobox|apartado ..2 #num',
      'calle|avenida|av|carrera|plaza|paseo ..3 #num|#short|numero',
      'vivo|mi_casa|mi_direccion ..3 calle|avenida|carrera|colonia|barrio|piso|plaza|urbanizacion|numero',
      'my|the|our|mi zip|zipcode|zip_code|postcode|post_code|postal_code|codigo_postal|eircode ..2 is|are|es|s ..1 #num|#short|#handle|#cap|#word',
      'zip|zipcode|zip_code|postcode|postal_code|codigo_postal|plz ..1 is|:|es? ..1 #num',
      'what|whats|wats|which|que|where|cual|give_me|tell_me|send_me|need ..3 your|ur|street|yr|tu|exact ..2 address|street|house|road|do_you_live|you_live|live_on|calle|direccion|home_address|postcode|zip|zip_code|location|house_number|neighborhood|neighbourhood ..4 $|do|on|is|i|so|called|live|number|near|so_i|exactly|in|for',
      'drop|send|share ..1 your|ur|the|my location|pin|live_location|loc|address|addy',
      'drop ..1 addy|ur_addy|your_addy|pin|location',
      'my|me|our ..1 addy|address ..1 is|s|: ',
    ],
    unless: [
      '@fiction_address',
      '#short|#num @fiction_address',
      'essay|lesson|read|history|film|show|novel|play|crashed|monopoly|poem|movie|book|song|project ~8 @street',
      '@street ~6 crash|crashed|essay|novel|movie|film|museum|album|journal|art|food|dance|protest',
      'lane|lanes|road|street|way #num ..3 was|is|in_the_relay|swimmer|runner|winner',
      'live_on|lives_on|live_off|living_on ..2 rice|pasta|noodles|mars|the_moon|campus',
      'do|did|does ..2 penguins|animals|he|she|they|lions|the_character ..2 live',
      'email|ip|mac|web|memory|return|to address',
      'address ..2 point|issue|question|problem|topic|main|audience|essay|concerns|feedback',
      'house|home|building|one ..2 project|design|model|essay',
      'which|what road|street|address ..2 sign|map|cyclists|safety|format|bus|mode|space',
      '#short|#num #word|#cap way|ways|place|view|court|square|circle|walk|drive|green|park ..1 to|tie|root|of|in|trip|sale',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-ADDRESS.SCHOOL',
    because: 'The named school that a young person attends now (Childline: never say which school).',
    says: [
      'i|im|we|he|she|my_brother|my_sister|weve ..2 go|goes|went|attend|attends|study|enrolled|voy|estudio|transferred|moved|switched|currently_at|currently_attend to|at|en|a|al|in|@attend ..1 !@hereword #named ..3 @school',
      'i|im|we ..1 attend|go_to|at|from|voy_al|voy_a_la|estudio_en ..1 !@hereword #named ..2 @school',
      'attend|attends !@hereword #named ..3 @school|college',
      'year|grade|form|class|sophomore|freshman|junior|senior|pupil|student|yr|kid|9th_grader|10th_grader|8th_grader|7th_grader|11th_grader|freshie|grader|anos|curso|kindergarten ..3 at|in|of|from|en ..1 !@hereword #named ..3 @school',
      'my|our|mi ..1 school|college|academy|highschool|high_school|escuela|instituto|colegio|middle_school|primary_school|new_school|sixth_form|secondary_school|primary ..2 is|es|called|s|name|named|se_llama ..2 called|named? !@schooly #cap|#odd|saint|st',
      'i|we go|voy to|al|a saint|st ..3 @school|primary|academy|$|in',
      'saint|st ..2 #cap|#odd ..2 @school|primary|in',
      'in|im_in|in_the ..1 mr|mrs|ms|miss|mister|prof #word|#cap|#odd ..1 class|form|homeroom|tutor_group|set|room|math|english|period|science|history',
      '#cap|#odd ..2 high|academy|middle_school|high_school|primary_school|grammar|grammar_school|prep|primary|elementary ..4 is_my_school|year|mrs|mr|ms|class|my_school|student|where_i|grade|pupil',
      'my|which|what|whats|wat|where ..3 school ..2 do_you_go|you_go_to|do_u_go|u_go_to|are_you_at|r_u_at|you_attend|are_u_at|is_yours|name ..2 $|to|is|?',
      'what|which|whats|what_s ..2 your|ur ..1 school ..1 $|called|name',
      'which|what school ..3 go|attend|at ..1 to|$',
    ],
    unless: [
      'want|wants|hope|hopes|apply|applying|applied|wish|dream|plan|planning|would|visit|visited|visiting|like|aspire|hoping|maybe|might|interview|when_i ..5 university|uni|college|school|oxford|academy|to|high',
      'university|uni|oxford|harvard|khan ..2 $|academy|in|for',
      'khan academy',
      'hogwarts|xavier|bayside|sunnydale|fictional|starfleet|marauders|sesame|wayside|degrassi',
      'what|which|whats|where ..2 school ..2 subject|subjects|day|lunch|clubs|start|trip|year|uniform',
      'go|went|going ..2 to ..2 after|before|art|sunday|summer|dance|night school',
      '@fiction ..6 @school',
    ],
  },
  {
    ...sources,
    ruleId: 'PII-ADDRESS.ROUTINE',
    because: 'A place and a time at which a young person can be found, often alone (Childline: routines and events).',
    says: [
      'i|we|ill|im|he|she|my|always|yo ..3 @routine ..3 bus|train|tram|subway|metro|tube|home|number|autobus|school_bus|coach ..9 at|every|@day|alone|#clock|by_myself|around|after|everyday ..5 #clock|#num|day|alone|morning|myself|self|@day|school|everyday|afternoon|@street',
      'bus|train|tram|metro|subway|number|line|stop ..6 from|at|on|to|outside|near|is ..3 #cap|#odd|#word|road|street|@street ..4 @street|station|road|#clock|at|stop ..4 #clock|#num|every|@day|alone|by_myself|morning|get',
      'my bus_stop|stop|station|train_station|bus ..3 is|at|outside ..6 @street|@streetish|#cap|#clock|#odd|station|shop|outside',
      'i|we ..3 walk|get|run|bike|cycle|go|come ..2 home|back|to_school ..2 alone|by_myself|on_my_own|down|through|past|along|every|at|around ..6 @street|lane|park|woods|#clock|alone|every_day|around|#num|canal|alley|@streetish|own|myself|underpass|everyday',
      'i|we|our|team|my ..3 play|train|practice|practise|skate|swim|run|meet|rehearse|volunteer|work|go|am|are|have|hang|hang_out|dance|compete|band|spar|do|climb|box|karate|judo|ballet ..6 every|each|on|@day|mondays|twice|always|weekly ..4 @day|day|week|week|morning|night|#clock|afternoon|weekend ..5 at|in|outside|by|near ..3 #cap|#odd|park|field|pitch|gym|centre|center|leisure|rink|pool|court|mall|library|@street|church|station|starbucks|arena|skatepark|ymca|hall|club|track|stadium|studio',
      'i|we|im|team ..4 play|train|practice|practise|skate|swim|meet|at|go|hang|hang_out|volunteer|work|am|dance|sit|do|box|karate|judo|ballet ..3 at|in|outside|by|near|to ..4 park|field|pitch|gym|centre|center|community_centre|community_center|rink|pool|library|mall|skatepark|starbucks|station|mcdonalds|arena|ymca|@street|church|leisure_centre|club|studio|cafe|shop|stadium|track|dojo ..5 every|each|@day|after_school|always|daily|on ..4 day|@day|#clock|week|school|at|night|morning|afternoon|$|till',
      'every|each|always|usually|on @day|day|weekday|morning|night|afternoon|saturdays ..4 i|we|im|my ..5 at|to|in ..4 park|field|pitch|gym|centre|center|community_centre|community_center|rink|pool|library|mall|skatepark|starbucks|station|@street|leisure|arena|church|club|cafe ..4 $|#clock|alone|by|from|after|#num|at|until',
      'ill|im|i_will|i_am|well|be|gonna|going|estare|were ..3 at|to|in|be_at|going_to|attending|en ..7 @day|tonight|tomorrow|weekend|#ord|this|#clock|sabado|today ..7 look_for|wearing|find_me|come|green|red|blue|say_hi|see_me|meet|you_can|coat|jacket|hat|join|spot|near_the',
      'look_for|find|youll_see|spot|wearing|recognise|recognize|search_for ..2 me|the|a|my|us ..4 red|blue|green|yellow|black|pink|purple|orange|white|coat|hat|hoodie|jacket|backpack|cape|jumper|bag|shirt|costume ..6 coat|hat|hoodie|jacket|backpack|cape|jumper|$|at|on|come|bag|shirt|trainers|shoes|saturday|scarf',
      'i_work|i_volunteer|my_job|shift|shifts|i_have_a_job|babysit|i_help ..3 at|in ..4 #cap|#odd|mcdonalds|starbucks|costa|library|@street|shop|cafe|bakery|store|shelter|nandos|kfc|greggs|subway|bakery ..6 @day|every|till|until|#clock|after|weekend|on',
      'im|i_am|we_are|were|currently ..1 at|in|outside ..2 the|my? ..3 park|mall|station|library|mcdonalds|starbucks|skatepark|cinema|bus_stop|cafe|airport|hotel|beach|high_street|bus_shelter ..3 right_now|rn|alone|by_myself|come|now|if_you|waiting|meet|on|near|til|until',
    ],
    unless: [
      '@scheduled ~8 every|at|on|tomorrow|@day',
      'every|each|at|on ~8 @scheduled|zoom|online|virtual',
      'room|lab|hall|page|chapter|grade|score|question ..1 #num ..2 at',
      'play|practise|practice|work|go|run ..2 guitar|piano|violin|on_my_essay|on_it|over|through|out|maths|chess_online|minecraft',
      'look_for|find|wearing ..3 the|a green|red|blue|black|white|yellow ..2 button|line|box|link|text|icon|tab|arrow|marker|pen|squares|light',
      '@fiction ..6 every|park|home|station',
    ],
  },
);
