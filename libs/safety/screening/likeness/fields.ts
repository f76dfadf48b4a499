/**
 * Fields of meaning: the words that people use for one and the same thing, so that a wording never met before ("he
 * whacked my brother") is read like those that were ("he hit my mum"). They are features of the likeness score and hold
 * nothing by themselves. A star stands for any ending. English first, then Spanish.
 */
const FIELDS: Readonly<Record<string, string>> = {
  me: 'i im ive id ill me my myself mine ima imma meself yo mi mis conmigo',
  you: 'you u ur your yours youre youve youll yourself urself ya yall tu te ti contigo tus',
  he: 'he hes hed him his himself el',
  she: 'she shes shed her hers herself ella',
  they: 'they theyre them their theirs theyll theyve ellos ellas les',
  we: 'we us our ours were weve nosotros',
  parent:
    'mum mums mummy mom moms mommy mama mam mother mothers dad dads daddy father fathers papa parent parents pops madre padre padres mami papi',
  stepfamily:
    'stepdad stepdads stepmum stepmom stepfather stepmother stepbrother stepsister step foster fostered carer carers guardian guardians padrastro madrastra godfather',
  sibling:
    'brother brothers bro sister sisters sis sibling siblings twin twins lil hermano hermana hermanos hermanito hermanita',
  relative:
    'uncle uncles aunt auntie aunty aunts cousin cousins grandad granddad grandpa grandma gran nan nana grandfather grandmother family relatives relative tio tia primo abuelo abuela familia',
  partner:
    'boyfriend boyfriends bf girlfriend gf ex husband wife fiance partner lover novio novia marido crush mums_boyfriend',
  trusted:
    'coach coaches teacher teachers tutor tutors pastor priest vicar imam rabbi leader trainer instructor mentor mentors counsellor counselor therapist sir miss professor babysitter boss manager landlord driver caretaker lodger neighbour neighbours neighbor doctor profe profesor profesora entrenador vecino cura',
  helper: 'police cops cop social worker ambulance nurse hospital helpline 999 911 childline samaritans cps policia',
  peer: 'friend friends mate mates bestie bff kid kids boy boys girl girls classmate classmates pal guys lads lad amigo amiga amigos chico chica chicos',
  older:
    'man men guy guys woman bloke dude older adult adults grown stranger strangers someone somebody people person hombre senor adulto alguien',
  gang: 'gang gangs crew gangster olders elders youngers dealer dealers cartel banda pandilla',
  small: 'baby babies toddler little younger youngest child children infant newborn bebe nino nina ninos',
  bodypart:
    'arm arms wrist wrists leg legs thigh thighs neck throat face head hair hand hands finger fingers stomach tummy belly back ribs eye eyes lip lips cheek chest skin knee knees ankle ankles shoulder shoulders ear ears mouth nose nail nails knuckles brazo brazos muneca munecas cuello cara pierna piernas cabeza mano manos piel',
  intimate:
    'privates private breast breasts boobs boob bum butt bottom crotch groin penis vagina dick pussy underwear pants knickers bra boxers panties trousers skirt top nipple nipples down_there inappropriately partes intimas ropa',
  wound:
    'cut cuts cutting bruise bruises bruised bruising scar scars scarred blood bleed bleeds bleeding bled burn burns burnt burned mark marks stitches bandage bandages plaster wound wounds welt welts swollen limp limping sore scratch scratches scratching scabs scab purple broken fracture injury injuries hurt hurts hurting sangre cortes herida moreton moretones marcas cicatrices',
  blade:
    'knife knives blade blades razor razors scissors sharpener scalpel machete shank shanked shiv compass cutter zombie sword axe dagger navaja cuchillo cuchilla tijeras',
  firearm:
    'gun guns pistol rifle shotgun firearm glock bullet bullets ammo ammunition magazine revolver weapon weapons strap strapped ak47 pistola arma armas balas escopeta',
  fire: 'fire petrol gasoline gas lighter lighters matches match burn burning acid bomb bombs explosive explosives explode bombing detonate pipe molotov quemar gasolina fuego bomba acido',
  club: 'bat bats hammer brick bricks belt belts stick cane wooden spoon wire cable hose slipper chancla pole crowbar cinturon palo',
  pills:
    'pill pills tablet tablets paracetamol ibuprofen tylenol aspirin antidepressants meds medication medicine overdose overdosed overdosing od oded packet packets blister bleach insulin antifreeze poison sertraline prozac sleeping capsules pastillas pastilla veneno sobredosis lejia',
  height:
    'bridge bridges roof rooftop ledge cliff cliffs balcony tower railway rail rails tracks track train trains platform river viaduct overpass motorway traffic window car park multistorey puente azotea vias tren balcon',
  cord: 'rope ropes noose cord cable charger belt scarf bag hang hanging hanged hung strangle suffocate suffocating drown drowning drowned knot soga ahorcar ahorcarme colgarme',
  die: 'die dies died dying dead death deaths deadly kill kills killed killing killer suicide suicidal suicidio murder murdered murder* unalive unaliving unalived kms perish grave graves coffin funeral buried cemetery ashes heaven afterlife hell angel angels corpse alive breathing existence exist existing existed morir muerto muerta muerte matar matarme matarte suicidarme',
  vanish:
    'disappear disappears disappeared vanish vanished gone gone* leave leaving left away goodbye goodbyes bye farewell forever permanently permanent sleep asleep wake waking dissolve erase erased fade missing desaparecer irme adios dormir despertar siempre',
  finish:
    'end ends ended ending ended finish finished over stop stops stopped last final quit done finally terminar acabar ultimo ultima',
  living:
    'life lives live living world earth planet future tomorrow birthday tonight adulthood vida vivir mundo futuro',
  legacy:
    'letter letters note notes will pet dog cat hamster guitar belongings stuff keep give gave giving look after remember forgive forgiven sorry carta cuida perdon',
  despair:
    'hopeless worthless burden pointless empty emptiness numb broken failure useless nothing waste hate hated hates unbearable miserable depressed depression lonely alone trapped exhausted tired drowning stuck lost unloved unwanted invisible despair pain painful suffer suffering misery dark darkness void heavy weight crying cry cried tears sad vacio vacia sola solo cansada cansado inutil carga dolor',
  bother:
    'matter matters care cares point reason reasons purpose sense notice noticed miss missed bother better without easier relieved importa sentido mejor sin',
  selfharm:
    'cut cutting selfharm harm harming sh carve carved carving scratch punch punching hit hitting pull pulling pinch pinching dig digging urge urges relapse relapsed relapsing clean razor sharp wall sleeves hoodie cortarme cortandome autolesion lastimarme',
  eating:
    'eat eats eating ate eaten food calories calorie vomit vomiting puke sick purge purging laxatives laxative weight weigh fat fatter thin thinner skinny starve starving starved fast fasting fasted scale scales kilos kg pounds meal meals lunch dinner breakfast binge binged anorexia anorexic bulimia bones ribs diet hungry hunger toilet comer comida vomitar gorda gordo peso',
  hit: 'hit hits hitting beat beats beaten beating punch punches punched punching slap slaps slapped slapping smack smacks smacked kick kicks kicked kicking choke chokes choked choking strangle strangled strangles shove shoved shoves push pushed pushes grab grabbed grabs throw throws threw thrown throwing smash smashed smashes drag dragged drags pin pinned whip whipped batter battered thrash thrashed hurt hurts whack whacked whacks wallop walloped knock knocked belted backhand backhanded headbutt headbutted slam slammed slams bash bashed bang banged twist twisted attack attacked attacks throttle throttled spit spat bite bit lash lashed clip clipped swing swung hitting swings pega pegan pego pegarme pegarte golpea golpean golpeo empujo tiro',
  touch:
    'touch touches touched touching kiss kisses kissed kissing cuddle cuddles cuddled stroke strokes stroked stroking rub rubs rubbed rubbing grope gropes groped feel feels felt feeling lick licked massage massaged massages massaging tickle tickled lap hug hugs hugged hugging hand hands undress undressed climb climbed climbs lie lies lay lying toca toco tocaba tocarme beso besar besa abraza acaricia',
  sex: 'sex sexual sexually sexy naked nude nudes bed bedroom shower showers bath bathroom undressed virgin porn porno condom condoms pregnant pregnancy rape raped rapes raping molest molested abuse abused abusing assault assaulted abuser horny masturbate sext sexting intercourse consent paedo pedo pervert perv creep creepy weird uncomfortable inappropriate desnuda desnudo sexo sexual violo violar abuso embarazada cama ducha',
  picture:
    'photo photos pic pics picture pictures selfie selfies camera cam webcam video videos vid vids film filmed films filming record recorded recording recordings screenshot screenshots image images snap snaps facetime zoom foto fotos camara imagen imagenes grabar',
  share:
    'send sends sent sending post posts posted posting share shared leak leaked leaking leaks spread publish expose exposed exposing show showed shows showing upload upload* blackmail blackmailed blackmailing threatens threatened forward mandar mandame manda envia enviame publicar difundir ensenar',
  secrecy:
    'secret secrets secretly private privately promise promised promises quiet confidential between tell tells told telling say said says mention mentioned nobody anyone anybody noone know knows finds found out delete deleted deletes erase hide hides hid hiding hidden trust trusted trusts discreet whisper lips sealed secreto secretos cuentes digas decir nadie promete prometo borrar borra esconder confia',
  grownup_watch: 'parents mum dad coordinator staff teacher supervisor moderators program mother father padres',
  money:
    'money cash pay pays paid paying debt debts owe owes owed dollars pounds quid euros bitcoin paypal cashapp venmo bank rent bills rob steal stole stealing robux vbucks card cards voucher vouchers giftcard dinero pagar debo deuda euros',
  gift: 'gift gifts present presents buy buys bought buying trainers sneakers phone iphone necklace treat treats spoil spoiled surprise jewellery clothes ring regalo regalos comprar compro',
  parcel:
    'package packages parcel parcels deliver delivers delivered delivering delivery drop drops drugs drug weed coke crack heroin sell sells selling sold stash bag bags run running runs carry carries carried carrying hold holding pick collect trap county country line errand errands phone burner envelope paquete paquetes droga drogas vender llevar',
  hungry:
    'food fridge cupboard cupboards empty hungry starving eat eaten ate meal meals electric electricity heating heat meter gas cold freezing water hot dirty mould mold damp rats mice washing unwashed smell nits lice nappies nappy nappy* blanket mattress floor shoes uniform bread cereal comida hambre frio nevera luz',
  absent:
    'home house alone days weekend nights week weeks away gone back left leaves leaving comes come hasnt nowhere sola solo casa dias noche',
  homeless:
    'homeless evicted street streets station bus park bench sofa couch tent car shelter hostel ran run running runaway outside doorway night sleep sleeping slept nowhere rough calle escape escaped escapar escape fuga',
  drunk:
    'drunk drunken drinking drink drinks drank booze vodka wine beer whisky whiskey gin rum alcohol alcoholic passed hungover high stoned smashed bottle bottles borracho borracha alcohol bebe bebiendo',
  rage: 'angry anger temper shouts shouting shouted yell yells yelling screams screaming scream furious rage mad lose loses lost snapped snap flips flipped kicks explode punish punished punishes punishment ashamed grounded locks locked lock locking cupboard basement enfadado enojado grita gritos castiga',
  fear: 'scared scare scares afraid fear terrified frightened frightening frightens scary hide hiding hid flinch flinching shaking shake shakes nervous unsafe safe danger dangerous worried panic nightmare nightmares dread threatened threats miedo asustada asustado segura seguro peligro',
  marry:
    'marry marries married marriage wedding weddings engaged engagement groom bride husband dowry rishta arranged abroad passport passports flight ticket tickets plane country village somalia pakistan bangladesh india honour honor dishonour shame circumcised circumcision fgm ceremony cousin casar casarme boda',
  online:
    'online game games gaming roblox minecraft fortnite discord server servers snap snapchat insta instagram tiktok whatsapp telegram dm dms chat chats chatting messaged messages messaging texts texting follower followers account internet juego linea mensajes',
  meet: 'meet meets meeting meetup met see visit hang hangout pick picks picked drive drives drove driving car lift ride hotel motel flat apartment house come over mine yours place alone park cafe cinema date dating ven quedar quedamos vernos recoger coche',
  call: 'call calls called calling ring rang phone number facetime text texted voice llamar llamame numero movil',
  age: 'age aged old older young younger years year 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 27 28 30 35 40 45 50 yo yr fourteen fifteen sixteen thirteen twelve mature grown anos edad mayor',
  flattery:
    'special beautiful pretty gorgeous cute handsome mature smart amazing different understand understands connection soulmate perfect sweet angel princess babe baby darling hun honey love loves loved lovely guapa guapo hermosa linda bonita especial madura princesa amor',
  isolate:
    'only nobody understands friends jealous them leave trust anyone else need listen chose choose abandon parents dont get',
  guilt:
    'after everything done for you owe ungrateful selfish hurt hurting disappointed love really would if prove fault upset sad lonely debes culpa',
  coerce:
    'make makes made making force forces forced forcing let lets wont let allow allowed pressure pressured pressuring blackmail blackmailing threaten threatens threatened threatening demand demands demanded obliga obligan obligo amenaza amenazo',
  strike:
    'shoot shoots shooting shot stab stabs stabbed stabbing bomb kill murder attack attacking massacre blow burn slaughter execute hurt destroy smash jump jumped jumping slash slice behead shank merk clap drill revenge payback pay regret sorry watch warned warning waiting coming next target targets hitlist list lista disparar apunalar atacar explotar venganza pagaran pagar',
  plan: 'plan plans planned planning decided decide ready prepared date chosen picked chose pick going gonna tonight tomorrow monday friday practised practiced researched googled searched looked ordered bought saved saving hidden collected collecting stockpile counted enough how many much long voy decidido plan manana noche',
  place:
    'school college class classroom assembly canteen playground gym bus library church mosque mall corridor corridors lunch instituto colegio escuela iglesia',
  crowd: 'everyone everybody all them people school class they whole nobody todos todo todas',
  worry: 'please help pls worried dont know what do should idk someone tell advice ayuda favor',
  other_person:
    'friend friends mate sister brother girl boy cousin classmate someone kid neighbour bestie roommate amiga amigo prima',
  repeated:
    'always every again everytime keeps kept keep constantly daily nightly never often sometimes usually since whenever siempre cada otra',
  now: 'now tonight today currently right moment still just minute ahora hoy esta',
  not: 'not dont doesnt didnt cant cannot couldnt wont wouldnt isnt arent wasnt werent havent hasnt never no none nothing nobody noone aint without no ni nunca nada nadie',
  want: 'want wants wanted wanna wish wishes wished wishing hope hopes hoping dream dreams need needs rather would quiero quisiera ojala deseo',
  fiction:
    'book books novel chapter film films movie movies series episode season character characters plot story stories scene lyrics song songs poem play actor author anime manga villain hero narrator gatsby shakespeare macbeth hamlet romeo juliet libro pelicula cancion personaje',
  game_fun:
    'game games level boss round raid player team match score respawn quest minecraft zombies chess tournament goal goals win won lose lost lobby server mod partida juego nivel',
  school:
    'homework essay essays exam exams test tests maths math science biology chemistry physics history geography english class lesson lessons project projects revision revise revising grade grades marks coursework assignment deadline quiz teacher term semester paragraph conclusion thesis draft drafts notes report presentation slides equation equations tarea examen clase matematicas ensayo proyecto',
  tech: 'code coding bug bugs python javascript program programming function variable loop error compile app website database server laptop computer wifi printer robot robots robotics motor arduino git process thread file files keyboard battery script codigo ordenador',
  sport:
    'football soccer basketball netball swimming tennis rugby running gym training practice coach team match tournament league goal race marathon season position striker defence penalty shot shots dance ballet gymnastics futbol baloncesto equipo partido entrenamiento',
  cook: 'recipe cook cooking bake baking cake pasta pizza kitchen oven chop onions onion garlic flour sugar chicken rice soup cookies sandwich cena receta cocinar pastel',
  pets: 'dog dogs cat cats puppy kitten hamster rabbit fish goldfish parrot horse horses pet vet pets perro gato',
  music: 'music guitar piano violin drums band choir concert song practise musica guitarra',
  art: 'draw drawing drawings paint painting paintings art sketch portrait design craft dibujo pintura arte',
  career:
    'university uni college career job jobs internship interview cv resume apply application applying scholarship engineer engineering nurse nursing doctor lawyer vet medicine degree course work trabajo universidad carrera',
  hello: 'hi hello hey hiya morning thanks thank thx ty cheers welcome hola gracias buenos buenas',
  glad: 'happy proud great good nice fun excited exciting love loved amazing awesome brilliant cool enjoy enjoyed enjoying best glad funny lol haha haha* hehe lmao yay well congrats congratulations feliz genial bien contento contenta orgullosa jaja jajaja',
  idiom:
    'killing homework starving laughing bored boring embarrassed bet joke joking kidding literally figuratively exam traffic',
  topic:
    'news article study research statistics discuss debate law policy history war lesson workshop assembly campaign charity documentary awareness noticias articulo investigacion',
};

const whole = new Map<string, string[]>();
const beginnings = new Map<string, string[]>();
for (const [field, words] of Object.entries(FIELDS)) {
  for (const word of words.split(' ')) {
    const isBeginning = word.endsWith('*');
    const list = isBeginning ? beginnings : whole;
    const key = isBeginning ? word.slice(0, -1) : word;
    const known = list.get(key);
    if (known === undefined) list.set(key, [field]);
    else if (!known.includes(field)) known.push(field);
  }
}
const NONE: readonly string[] = [];

/** The fields that a word belongs to. */
export function fieldsOf(word: string): readonly string[] {
  return whole.get(word) ?? NONE;
}
