/** SUBSTANCE: seeking, offering or telling of drugs, vapes, alcohol (Talk to FRANK; NIDA for Teens). */
import '../lexicon/all.js';
import { phraseRules } from '../phrase-rules.js';

const sources = { version: 2 } as const;

export const SUBSTANCE = phraseRules({
  ...sources,
  ruleId: 'SUBSTANCE.OFFER',
  family: 'SUBSTANCE',
  priority: 'P2',
  category: 'substance',
  because: 'Seeking, offering or telling of use of drugs, vapes, alcohol (Talk to FRANK; NIDA for Teens).',
  says: [
    'drunk|stoned|blazed|tipsy|zooted|crossfaded|sloshed|bladdered|bevvied|borracho|borracha|drogado ..5 friday|tonight|saturday|weekend|rn|last_night|party|yesterday|again|together|with|right_now|school|off|today|every|before|tomorrow|on',
    'hook ..2 me|us|u|up ..3 addys|addy|adderall|xans|weed|percs|pills|molly|vape|plug|gas|bud',
    'addys|xannies|lean_cup|tabs|zannies|gummies|a_zoot ..3 $|for|anyone|who|price|sell|got|me|plug|tonight',
  ],
  hints: [
    'anyone|who|can|where|does|do|u|you|got|have|has|get|buy|sell|selling|need|want|want_to|share|try|trying|tried|bring|bringing|find|score|cop|plug|hook|sells|spare|anybody|someone|i|im|we|lets|wanna|wana|ive|cheap|hit|smoke|smoked|smoking|hitting|comprar|vende|quien|donde|addicted|quit|offered|offer|had|my|lost|use|using|using_my|took|taking|on|do_some|taking_some|carrying|confiscated ..5 @narcotic',
    'get|getting|got|wanna_get|lets_get|gonna_get|be|im|so|was|i_am|were|came ..2 drunk|wasted|hammered|stoned|blazed|tipsy|zooted|sloshed|high_af|so_high|really_high|high_as|high_rn|high_tonight|high_on|high_with|high_at|high_in_the|high_before|high_after|bladdered',
    'drink|drinking|drank|sneak|bring|bringing|steal|stole|got|get|have|buy|chug|chugged|finished|downed|sneaking|bought|sip|some ..3 vodka|beer|beers|alcohol|wine|whiskey|whisky|tequila|rum|gin|cider|booze|liquor|shots|white_claw|four_loko|alcopops|buzzballs|jello_shots|smirnoff|jagermeister|bevs|cerveza|cans ..5 $|tonight|party|friday|my|dads|at|with|for|before|in|school|we|to|on|last|saturday|park|if|weekend|and|lol',
    'plug|dealer|hookup|connect|fake_id|fakeid ..4 $|for|number|weed|need|get|who|has|vapes|hmu|got|u|me|i|can|to|anyone|where|buy',
    'need|get|buy|make|got|have|want|anyone ..3 fake_id|fake_ids|fakeid|a_fake_id',
    'lets|wanna|who|wana|can_we|we|u_wanna|u|anyone|gonna|i|sneak_out_and|go_and ..2 smoke|vape|hotbox|blaze|get_blazed|toke ..4 $|after|tonight|at|behind|in|with|rn|before|together|later|some|up|at_lunch|weed|or',
    'roll|hit|smoke|pass|light|rip|spark ..2 blunt|joint|bong|a_j|dart|cart|the_pen|spliff|zoot|doobie|bowl|the_vape|my_vape|geek_bar|vape|puff',
  ],
  unless: [
    'peer_pressure|health|pshe|pressure|learned|learnt|lesson|talked_about ~6 @narcotic|drunk|alcohol',
    'essay|poster|lesson|project|article|assembly|campaign|research|biology|history|ban|law|legalisation|debate|health_class|presentation|awareness|policy|campaign|advert|survey|effects|dangers|risk|pshe|documentary|against|speech|leaflet|chemistry ~9 @narcotic|drunk|alcohol|beer|vodka|wine|high',
    '@narcotic|drunk|alcohol|vape|wine|beer ~8 health_class|in_class|in_health|pshe|pressure|peer_pressure|essay|poster|lesson|project|assembly|campaign|research|awareness|education|test|dangers|effects|policy|prevention|law|ban|contest|company|history|advertising|in_the_experiment|hand_gel|debate|industry',
    '@fiction ..8 drunk|wine|alcohol|drugs|weed|opium|high|coke|shots',
    'high ..1 school|score|scores|marks|grade|grades|grade|jump|five|hopes|quality|level|note|notes|street|point|five|expectations|energy|tech|temperature|fever|up|enough|in_the_sky',
    'on_top|so|too|really|very|pretty high ..1 up|enough|in|score|marks|mountain',
    'diet|cherry|can_of|vanilla|glass_of|bottle_of coke',
    'coke|speed|ice|snow|molly|crack|pot|grass|dope|acid|lean|speed|xan|weed|weeds|pills|joint|perks|bars|cart|carts|drugs|mushrooms|grass|lines|edible|edibles|percs|pen|balloons|gas ..2 zero|and_a_pizza|cola|the_code|limit|of_light|cream|skating|rain|test|plants|garden|killer|into|on|it|project|rain|weasley|pot|bound|egg|in_the_garden|base|flowers|insects|graph|chart|of_code|with_lemon|design|for_my_asthma|shopping|shower|dance|shop',
    'weed|weeds|weeding|grass|mushroom|mushrooms|pot ..3 garden|gardening|pulling|plant|soup|pizza|roots|pasta|flower|lawn|forest',
    'garden|pull|pulling|plant|lawn|eat|cook|flower|soup ~5 weed|weeds|mushrooms|grass|pot|mushroom',
    'acid|speed|ice|lean|crack|pot|gas|pills|bars|perks ..3 base|reaction|ph|rain|light|velocity|lab|hockey|meter|startup|mass|chocolate|graph',
    'lab|citric|sulfuric|hydrochloric|amino|nitric|lactic|nucleic|stomach|battery acid',
    'rubbing|hand|wood|methyl|ethyl alcohol',
    'ginger|root beer|ale',
    'screen_shots|screenshots|flu_shots|free_throws|jump_shots|three_point|basketball ~4 shots',
    'shots ..3 on_target|on_goal|in_basketball|from_the|of_the',
    'got|get|be|was wasted ..1 time|food|an|my|on|by',
    'hammered|smashed ..2 it|the_exam|nail|record|in_the_nail|test|interview|home|iron|shot_put|window',
  ],
});
