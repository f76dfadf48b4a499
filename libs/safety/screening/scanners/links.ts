/**
 * LINK and what a link gives away: hosts that are not allow-listed, shorteners, punycode, unsafe schemes; profile links
 * (PII-HANDLE), invitations (OFFPLATFORM) and map links (PII-ADDRESS). Sources: OWASP "Unvalidated redirects";
 * Unicode UTS #39 on IDN homographs; domain rule 2.4 (program allow-list).
 */
import { type ScanHit, scanRule } from './hit.js';

export const LINK_RULES = {
  host: scanRule('LINK.HOST', 'LINK', 'link', 'A host outside the program allow-list.', {
    priority: 'P3',
    version: 2,
  }),
  shortener: scanRule('LINK.SHORTENER', 'LINK', 'link', 'A shortened link hides where it leads.', { priority: 'P3' }),
  punycode: scanRule('LINK.PUNYCODE', 'LINK', 'link', 'An internationalised host may imitate another (UTS #39).', {
    priority: 'P3',
  }),
  scheme: scanRule('LINK.SCHEME', 'LINK', 'link', 'javascript:, data: and the like run code or carry hidden content.', {
    priority: 'P3',
  }),
  profile: scanRule('PII-HANDLE.LINK', 'PII-HANDLE', 'social-handle', 'A link to a profile names the account.'),
  invitation: scanRule(
    'OFFPLATFORM.INVITE',
    'OFFPLATFORM',
    'off-platform',
    'An invitation to a chat, call or game elsewhere.',
  ),
  map: scanRule('PII-ADDRESS.MAP', 'PII-ADDRESS', 'address', 'A map link pins a place (COPPA 312.2 geolocation).'),
};

/**
 * Free without any configuration: learning, reference, documentation and help; a program has a list of its own
 * (`ProgramPolicy.allowedHosts`). An entry without a dot is a kind of host: `edu` allows every host that ends in `.edu`.
 */
export const DEFAULT_ALLOWED_HOSTS: readonly string[] = // schools, universities, governments
  (
    'edu gov ac.uk sch.uk edu.au edu.es gob.es gov.uk gov.au gc.ca europa.eu k12.ca.us ' +
    // encyclopaedias, libraries, science
    'wikimedia.org wikibooks.org wikiversity.org wikidata.org rae.es arxiv.org nature.com sciencemag.org science.org jstor.org openstax.org ' +
    'archive.org worldcat.org smithsonianmag.com si.edu esa.int cern.ch noaa.gov sciencebuddies.org phet.colorado.edu mathsisfun.com ' +
    'nrich.maths.org brilliant.org wolfram.com ck12.org merriam-webster.com dictionary.com oxfordreference.com cambridge.org collinsdictionary.com ' +
    'projecteuclid.org plos.org britishmuseum.org nationalarchives.gov.uk bl.uk nationaltrust.org.uk metoffice.gov.uk ' +
    // documentation and learning to program
    'web.dev mdn.dev w3.org whatwg.org python.org pypi.org npmjs.com readthedocs.io readthedocs.org docs.rs rust-lang.org go.dev golang.org kotlinlang.org ' +
    'java.com oracle.com openjdk.org cppreference.com php.net ruby-lang.org rubyonrails.org djangoproject.com palletsprojects.com reactjs.org react.dev ' +
    'vuejs.org angular.io angular.dev svelte.dev nextjs.org expressjs.com jestjs.io eslint.org sqlite.org postgresql.org mysql.com mongodb.com redis.io ' +
    'docs.docker.com kubernetes.io git-scm.com docs.gitlab.com learn.microsoft.com support.microsoft.com developer.apple.com support.apple.com android.com arduino.cc raspberrypi.org raspberrypi.com ' +
    'microbit.org unity.com godotengine.org blender.org processing.org p5js.org jupyter.org numpy.org pandas.pydata.org scikit-learn.org ' +
    'tensorflow.org pytorch.org kaggle.com theodinproject.com exercism.org codewars.com leetcode.com projecteuler.net geeksforgeeks.org tutorialspoint.com ' +
    'css-tricks.com regex101.com serverfault.com superuser.com askubuntu.com stackexchange.com ubuntu.com kernel.org gnu.org debian.org ' +
    'apache.org mozilla.org regexr.com caniuse.com json.org ' +
    'khanacademy.org wikipedia.org wiktionary.org britannica.com bbc.co.uk bbc.com nasa.gov nationalgeographic.com scratch.mit.edu code.org ' +
    'developer.mozilla.org nodejs.org python.org w3schools.com typescriptlang.org nestjs.com stackoverflow.com github.com gutenberg.org ted.com ' +
    'coursera.org edx.org codecademy.com freecodecamp.org desmos.com geogebra.org wolframalpha.com ucas.com collegeboard.org commonapp.org ' +
    'savemyexams.com senecalearning.com physicsandmathstutor.com mathsgenie.co.uk drfrost.org dkfindout.com kids.nationalgeographic.com nationalcareers.service.gov.uk prospects.ac.uk bbcgoodfood.com goodreads.com poets.org poetryfoundation.org sparknotes.com newsela.com readworks.org commonlit.org grammarly.com duolingo.com quizlet.com loc.gov nih.gov cdc.gov nhs.uk gov.uk ed.gov un.org who.int unicef.org ' +
    'childline.org.uk nspcc.org.uk samaritans.org 988lifeline.org crisistextline.org kooth.com youngminds.org.uk thinkuknow.co.uk ' +
    'ceop.police.uk reportremove.org.uk takeitdown.ncmec.org missingkids.org thetrevorproject.org kidshelpphone.ca kidshelpline.com.au'
  ).split(' ');

const SHORTENERS = new Set(
  'bit.ly tinyurl.com goo.gl t.co is.gd ow.ly buff.ly rebrand.ly cutt.ly shorturl.at rb.gy tiny.cc bl.ink s.id v.gd adf.ly shorte.st linktr.ee t.ly lnkd.in beacons.ai bio.link'.split(
    ' ',
  ),
);
const PROFILE_HOSTS = new Set(
  'instagram.com tiktok.com snapchat.com twitter.com x.com facebook.com fb.com fb.me t.me telegram.me youtube.com youtu.be twitch.tv threads.net bsky.app reddit.com roblox.com steamcommunity.com linkedin.com pinterest.com tumblr.com vsco.co onlyfans.com bereal.com bere.al kik.me soundcloud.com spotify.com discordapp.com discord.com wattpad.com deviantart.com artstation.com ask.fm ngl.link sendit.ing cash.app venmo.com paypal.me patreon.com wa.me open.spotify.com letterboxd.com strava.com medium.com instagr.am fortnitetracker.com'.split(
    ' ',
  ),
);
const INVITE_HOSTS = new Set(
  'discord.gg discord.com/invite wa.me chat.whatsapp.com zoom.us meet.google.com teams.microsoft.com skype.com join.skype.com omegle.com ome.tv monkey.app meet.jit.si whereby.com signal.group signal.me m.me telegram.dog'.split(
    ' ',
  ),
);
const MAP_HOSTS =
  /^(?:maps\.|goo\.gl\/maps|maps\.app\.goo\.gl|google\.[a-z.]{2,6}\/maps|openstreetmap\.org|what3words\.com|w3w\.co|plus\.codes|waze\.com|bing\.com\/maps)/;

/** Written so that it is no link until somebody repairs it. */
const DISARMED = /\bhxxps?:\/\/|\bh t t p(?: s)? ?: ?\/ ?\/|\[\.\](?=[a-z]{2,10}\b)/g;
const TECH_NAMES = new Set(['asp.net', 'vb.net', 'ado.net', 'ml.net', 'socket.io', 'draw.io', 'p5.js']);
const IP_URL = /\bhttps?:\/\/(?:[0-9]{1,3}\.){3}[0-9]{1,3}[^\s"'<>]{0,300}/g;
const UNSAFE = /(?<![a-z])(?:javascript|vbscript|data|file|blob):(?=[a-z/(]|%)[^\s]{0,200}/g;
/** Endings that people type without a scheme; endings that are also file types or words need a scheme, www or a path. */
const BARE_ENDINGS = new Set(
  'com org net edu gov uk io gg co tv app dev link xyz info biz us ca au ie nz eu es mx fr de it nl ru cn jp kr br pl site online shop store club live chat page gift top win click fun space website tech vip icu ly example games game world network'.split(
    ' ',
  ),
);
const PATH_ENDINGS = new Set(
  'me to ly be at ai is cc in so sh am pro zip gl gd app im ws tk ml ga cf id ee media social bio men land lol wtf moe'.split(
    ' ',
  ),
);
const CODE_FILE =
  /\.(?:js|ts|tsx|jsx|md|py|rs|java|html|css|json|yml|yaml|txt|png|jpg|csv|pdf|docx|sh|go|rb|cpp|vue|map|log|length|name|push|get)$/;

export function scanLinks(text: string, allowedHosts: readonly string[]): ScanHit[] {
  const hits: ScanHit[] = [];
  for (const match of text.matchAll(UNSAFE)) hits.push(hit(LINK_RULES.scheme, match.index, match[0]));
  for (const match of text.matchAll(DISARMED)) hits.push(hit(LINK_RULES.host, match.index, match[0]));
  for (const match of text.matchAll(IP_URL)) hits.push(hit(LINK_RULES.host, match.index, match[0]));
  for (const link of hostsIn(text)) {
    const rule = judge(link, allowedHosts);
    if (rule) hits.push(hit(rule, link.from, link.written));
  }
  return hits;
}

interface Link {
  scheme: string | undefined;
  /** Without `www.` */
  host: string;
  path: string;
  written: string;
  from: number;
}

const HOST_CHARACTER = /^[a-z0-9\u00a1-\uffff_-]$/;
const PATH_STOP = /^[\s"'<>]$/;
const LONGEST_HOST = 100;
const LONGEST_PATH = 500;

/** Every run of two or more labels parted by dots, read once from left to right, with its scheme and path. */
function* hostsIn(text: string): Generator<Link> {
  let at = 0;
  while (at < text.length) {
    const to = endOfHost(text, at);
    if (to === at) {
      at += 1;
      continue;
    }
    const host = text.slice(at, Math.min(to, at + LONGEST_HOST));
    if (/[a-z]\.?$/.test(host) && host.slice(0, -1).includes('.') && !'@.'.includes(text.charAt(at - 1) || ' '))
      yield linkAt(text, at, to, host);
    at = to;
  }
}

function endOfHost(text: string, from: number): number {
  let to = from;
  while (
    to < text.length &&
    (HOST_CHARACTER.test(text.charAt(to)) ||
      (text[to] === '.' && to > from && HOST_CHARACTER.test(text.charAt(to + 1))))
  )
    to += 1;
  return to;
}

function linkAt(text: string, from: number, to: number, host: string): Link {
  const scheme = /([a-z][a-z0-9+-]{1,9}):\/{1,3}$/.exec(text.slice(Math.max(0, from - 13), from));
  let end = to;
  if (text[end] === ':' && /^[0-9]$/.test(text.charAt(end + 1)))
    end += 1 + (/^[0-9]{1,5}/.exec(text.slice(end + 1, end + 6))?.[0].length ?? 0);
  const pathFrom = end;
  if ('/?#'.includes(text.charAt(end) || ' '))
    while (end < text.length && end - pathFrom < LONGEST_PATH && !PATH_STOP.test(text.charAt(end))) end += 1;
  const start = from - (scheme?.[0].length ?? 0);
  return {
    scheme: scheme?.[1],
    host: host.replace(/^www\./, ''),
    path: text.slice(pathFrom, end),
    written: text.slice(start, end),
    from: start,
  };
}

function judge({ scheme, host, path, written }: Link, allowed: readonly string[]): (typeof LINK_RULES)['host'] | null {
  if (!looksLikeLink(scheme, host, path, written)) return null;
  const whole = host + path;
  if (MAP_HOSTS.test(whole)) return LINK_RULES.map;
  if (allowed.some((own) => host === own || host.endsWith('.' + own))) return null;
  const listed = (hosts: ReadonlySet<string>): boolean =>
    hosts.has(host) || hosts.has(host.split('.').slice(-2).join('.'));
  if (listed(INVITE_HOSTS) || /^discord(?:app)?\.com\/invite/.test(whole)) return LINK_RULES.invitation;
  if (listed(PROFILE_HOSTS))
    return path.length > 1 && !/^\/(?:watch|shorts|results|hashtag|wiki)/.test(path)
      ? LINK_RULES.profile
      : LINK_RULES.host;
  if (SHORTENERS.has(host)) return LINK_RULES.shortener;
  if (/(?:^|\.)xn--/.test(host) || /[^\u0020-\u007e]/.test(host)) return LINK_RULES.punycode;
  return LINK_RULES.host;
}

function looksLikeLink(scheme: string | undefined, host: string, path: string, written: string): boolean {
  if (scheme !== undefined) return !['git', 'ssh', 'mailto', 'tel', 'urn', 'node'].includes(scheme);
  const ending = host.slice(host.lastIndexOf('.') + 1);
  if (written.startsWith('www.')) return true;
  if (SHORTENERS.has(host) || PROFILE_HOSTS.has(host) || INVITE_HOSTS.has(host))
    return path.length > 1 || ending === 'com';
  if (CODE_FILE.test(host) || TECH_NAMES.has(host)) return false;
  return BARE_ENDINGS.has(ending) || (PATH_ENDINGS.has(ending) && path.length > 1 && path.startsWith('/'));
}

function hit(rule: ScanHit['rule'], at: number, written: string): ScanHit {
  return { rule, from: at, to: at + written.replace(/[.,!?;:)]{1,9}$/, '').length };
}
