/** Words of secrecy, pictures and traces. */
import { defineWords } from '../pattern/language.js';

defineWords(
  'about',
  'about, that, this, we, i, us, me, what, ok, please, or, it, our, k, because, when, how, im, youre, yeah, else',
);
defineWords(
  'tell',
  'tell, mention, say, show, share, let, inform, report, telling, mentioning, talk, speak, show this to, share this with, let on, snitch, grass, repeat, bring up, discuss, involve, digas, cuentes, le digas, ask, go to, running to',
);
defineWords(
  'watcher',
  '@parents, @staff, anyone, any1, anybody, no one, noone, nobody, ne1, people, others, a soul, anyone else, friends, nadie, him, her, them, everyone, your friends, tus padres, tu madre, tu padre, tu mama, tu papa, ur friends, adults, other adults',
);
defineWords(
  'photo',
  'pic, pics, photo, photos, picture, pictures, selfie, selfies, image, images, nude, nudes, vid, vids, video, videos, fotito, foto, fotos, snap of, snap, snaps, face pic, facepic, body pic, nudez, pack, img, picss, pix, n00ds, noodz, tape, voice note',
);
defineWords(
  'lewd',
  'nude, nudes, naked, topless, sexy, hot, underwear, bra, panties, thong, boobs, tits, butt, bum, ass, body, shirtless, bikini, lingerie, no clothes, without clothes, without your top, in the shower, in bed, feet, dirty, private parts, knickers, undies, desnuda, desnudo, dick, penis, vagina, pussy, skin, bare, abs, swimsuit, in your pyjamas, in your pjs, nsfw, spicy, naughty, n00ds, noods, noodz, nudez, sin ropa, legs, chest, leggings',
);
defineWords(
  'vanish',
  'delete, erase, clear, remove, wipe, unsend, get rid of, borra, elimina, borrar, deleting, scrub',
);
defineWords(
  'trace',
  'this, these, it, our, the, chat, chats, messages, message, msgs, texts, history, convo, conversation, conversations, mensajes, everything, all of it, them, esto, evidence, thread, posts, dms, browser history, chat history, your messages, ur messages, what i sent',
);
defineWords(
  'between',
  'between us, between me and you, between you and me, between u and me, between me and u, between ourselves, between the two of us, btwn us, just us, our secret, our little secret, lil secret, little secret, our thing, on the dl, on the down low, on the low, under wraps, hush hush, our special secret, nuestro secreto, entre nosotros, entre tu y yo, entre nosotras, secret between, to yourself, to urself, 2 urself, a secret from, secret from, secret from your, just between, quiet about, stays here, stays with us, our business, private between us, our lil secret, ours only, for your eyes only, for ur eyes only',
);
