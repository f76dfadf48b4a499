/** SOLICITATION: money, sales and schemes (FTC, Action Fraud). */
import '../lexicon/all.js';
import { phraseRules } from '../phrase-rules.js';

const sources = { version: 2 } as const;

export const SOLICITATION = phraseRules({
  ...sources,
  ruleId: 'SOLICITATION.MONEY',
  family: 'SOLICITATION',
  priority: 'P2',
  category: 'solicitation',
  because: 'Asking for or offering money, sales and schemes: exploitation and fraud (FTC, Action Fraud).',
  says: [
    '@buy ..6 robux|vbucks|gift_card|giftcard|gift_cards|steam_card|nitro|itunes_card|apple_card|phone_credit',
    'buy|purchase|order|get|check_out|subscribe|comprar|vendo ..1 my|our|this|from|mi|mis ..3 course|phone|merch|product|products|book|ebook|old|laptop|console|ticket|tickets|account|bike|sneakers|trainers|shoes|stuff|ps4|ps5|iphone|coins|skins|airpods|me|shop|etsy|depop|ropa|movil|service|services|clothes',
    'my|our|the|his|mi ..1 cashapp|cash_app|venmo|paypal|gofundme|patreon|onlyfans|go_fund_me|zelle|bank_details|bitcoin_wallet|ko_fi|wallet|depop|etsy ..2 is|link|s|es|tag|page|shop',
    'i|need|anyone|can|we ..3 money|cash|loan|dollars|quid|bucks|dinero ..3 urgently|asap|right_now|for|desperately|pls|please|help|until|till|urgent ..3 pls|please|help|lend|me|rent|anyone|someone|bus|food|back|you',
    'do|write|complete|finish ..2 your|my|ur homework|essay|coursework|assignment ..4 for|#num ..2 money|dollars|quid|bucks|pounds|cash|paypal|each',
    'pay|give|for ..1 me|#num ..3 bucks|dollars|quid|pounds|#num ..4 do ..1 your|ur homework|essay|coursework|assignment',
    'free|claim|giveaway|giving_away|win ..2 robux|vbucks|v_bucks|iphone|nitro|gift_card|gift_cards|airpods|money|ps5|skins|coins ..6 click|link|here|just|dm|claim|generator|now|sign|enter|at|pls|log',
  ],
  hints: [
    'lend|loan|borrow|give|send|spot|cashapp|cash_app|venmo|paypal|zelle|wire|transfer|donate|gimme|invest|prestame|prestas|prestar|owe|chip_in ..3 me|us|to_me|some|you|u|him|a_bit|my|from_you|#num|few|your|dinero ..4 money|cash|dollars|bucks|quid|pounds|euros|#num|tenner|fiver|loan|btc|bitcoin|crypto|gift_card|robux|vbucks|nitro|dollar|20|50|100|till|until|10|dinero',
    'invest|investing|investment|investments|crypto|bitcoin|forex|nft|nfts|get_rich|passive_income|double_your|triple_your|money_fast|mlm|dropshipping|trading_course|easy_money|quick_money|earn_money|make_money|side_hustle|guaranteed_profit|free_money|financial_freedom|ethereum|dogecoin ..7 me|my|you|u|your|fast|dm|join|course|today|online|from_home|friday|double|triple|guaranteed|link|week|with|now|returns',
    'selling|for_sale|vendo|sell|anyone_want_to_buy|anyone_wanna_buy|who_wants_to_buy|anyone_want|wanna_buy|im_selling|sells|anybody_want_to_buy|for_cheap ..6 phone|account|iphone|laptop|console|ps4|ps5|bike|ticket|tickets|cheap|quid|dollars|bucks|robux|shoes|trainers|sneakers|skins|stuff|dm|price|each|vape|answers|airpods|old|course|clothes|#num|anyone|hmu|merch|coins|dinero|euros|essays|pounds',
    'pay|paid|paying|give ..1 you|u|someone|anyone ..3 to|#num|if|for ..4 homework|essay|assignment|exam|answers|test|coursework',
    'sponsor|donate|fundraiser|gofundme|donation|donations ..2 me|my|us|to|for ..3 me|my|us|link|page|please|run|trip|cause',
    'promo_code|discount_code|referral_code|affiliate|refer_a_friend|use_my_code|use_code|referral_link|my_referral ..5 $|for|my|to|and|link|sign|get',
    'onlyfans|only_fans ..5 $|my|subscribe|link|make|start|account|money',
  ],
  unless: [
    'essay|history|project|lesson|economics|budget|article|maths|math|question|class|study|business_plan|worksheet|example|case|interest|research|debate|presentation|enterprise|calculate|problem ~9 invest|investing|crypto|bitcoin|loan|borrow|money|sell|selling|sales|buy',
    'invest|investing|crypto|bitcoin|loan|borrow|money|sell|selling|buy|make_money|investment|investments ~9 essay|history|project|lesson|economics|budget|article|maths|math|question|class|study|worksheet|case_study|compound|bank|interest_rate|research|presentation|career|bake_sale|homework',
    'lend|give|send|borrow|spot ..2 me|you|us|him ..3 hand|pen|pencil|feedback|book|minute|example|link|notes|calculator|ear|advice|call|sec|second|chance|time|some_advice|some_feedback|tips|shout|ruler|a_few|day|week|moment|charger|laptop|mistake|ideas|examples|few_days|questions|draft',
    'bake_sale|cake_sale|garage_sale|yard_sale|book_sale|fundraiser|fundraising',
    'bake_sale|cake_sale|garage_sale|school_fair|lemonade|charity|enterprise|fundraising|car_boot|mock_trial|monopoly|school_shop|yard_sale ~9 sell|selling|buy|money|sale|pay|sold|donate|sponsor|fundraiser|tickets',
    'sell|selling|buy|sold|pay|donate|tickets|sponsor ~9 bake_sale|cake_sale|garage_sale|charity|school_fair|enterprise|monopoly|food_bank|animal_shelter|school_play|yearbook',
    'i|im|we|going|went|hope|saving|save|mum|mom|dad ..2 want|need|have|had|going|went|hope|saving|up? to|for buy|buying a|my|some|new|the',
    'mum|mom|dad|parents|grandma|nan|uncle|aunt ..5 buy|get|give|gave|gives|lend|lent|bought ..1 me',
    'give|send ..4 100|#num percent|times|seconds|minutes|hours|words|reasons|examples|points|marks|stars|days',
  ],
});
