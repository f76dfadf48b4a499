/** Words that say that somebody can be reached: without one, a digit or a sign, nothing is a number, an address or a handle. */
export const CONTACT_WORDS: ReadonlySet<string> = new Set(
  (
    'account acc accounts add added addy app bio cell channel com contact dc digits discord dm dms dot email emails facebook facetime fb finsta follow ' +
    'friend gamertag gmail gram handle handles hit hmu hotmail icloud ig imessage inbox insta instagram kik line link links mail mobile msg nick nickname ' +
    'num number numbers nums outlook page phone ping pm profile psn reddit roblox rblx sc search server signal skype sms snap snapchat snaps social ' +
    'socials steam sub subscribe switch tag tele telegram tg text threads tiktok tt tumblr twitch twitter txt user username usernames valorant vc whatsapp ' +
    'xbox yahoo yt youtube zero one two three four five six seven eight nine oh cero uno dos tres cuatro cinco seis siete ocho nueve correo telefono ' +
    'celular movil numero usuario cuenta agregame agrega buscame busca sigueme escribeme arroba punto whats number minecraft fortnite epic battlenet bereal be_real'
  ).split(' '),
);
