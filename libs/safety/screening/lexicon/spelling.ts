/** Words that are worth reading through a mask or a slip of the finger. */

/** Read through stars: "s*icide", "f**k". */
export const MASKED_WORDS: readonly string[] = (
  'fuck fucking fucked fucker shit shitty bullshit bitch bitches cunt dick asshole arsehole bastard wanker twat prick ' +
  'pussy nigger nigga faggot fag retard slut whore kill killed killing die suicide suicidal rape raped sex nude nudes ' +
  'naked cut cutting hurt gun knife drugs weed porn kys kms'
).split(' ');

/** Corrected at edit distance one when the spelling is no known word. Never a word close to a common one. */
export const MISSPELT_WORDS: readonly string[] = (
  'suicide suicidal yourself myself themself anymore overdose overdosed killing kidnapped unalive unaliving paracetamol ' +
  'depressed hurting strangle secret secrets parents mentor coordinator picture pictures underwear boyfriend girlfriend ' +
  'instagram snapchat whatsapp discord telegram facetime tiktok roblox facebook messenger twitter gamertag password ' +
  'birthday postcode address academy naked nudes stepdad stepfather uncle abused abuses abusing touched touches molested ' +
  'goodbye forever disappear existing starving starve purging relapsed bleeding beating punches punched threatens ' +
  'threatened pregnant nobody everyone worthless ashamed together weekend delete deleted messages stabbing shooting ' +
  'mature tonight tomorrow'
).split(' ');
