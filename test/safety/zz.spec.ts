import { sql } from '#platform';
import { ViewerLoader } from '#platform';
import { type Community, startCommunity } from '../support/community.js';
import { openDesk } from './desk.js';
import { queuePage } from '../../libs/safety/review/review.queries.js';
import { screeningFacts } from '../../libs/safety/intake/screening-facts.js';
import { contractOperation } from '../support/client.js';

it('plans', async () => {
  const community: Community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
  const desk = await openDesk(community);
  const cleo = await community.as('cleo');
  const board = await desk.boardOf('cleo');
  const { createThread } = await cleo.run('CreateThread', { input: { boardId: board, title: 'x', body: 'A cat.' } });
  const db = community.database;
  await db.run(sql`insert into reviewable (id, kind, state, priority, program_id, target_id, board_id, match_id, thread_id, post_id, revision_id, subject_account_id, opened_at, due_at)
    select gen_random_uuid(), 'HELD_POST', 'PENDING', (array['P2','P3'])[1 + i % 2], program_id, gen_random_uuid(), board_id, match_id, thread_id, post_id, revision_id, subject_account_id, opened_at, due_at + i * interval '1 minute' from reviewable, generate_series(1, 20000) i`);
  await db.run(sql`analyze`);
  const mia = await community.as('mia');
  const session = await db.first<{ id: string; accountId: string }>(sql`select s.id, s.account_id as "accountId" from session s join account a on a.id = s.account_id where a.username='mia' order by s.created_at desc limit 1`);
  const viewer = await community.app.get(ViewerLoader).load({ accountId: session!.accountId, sessionId: session!.id, expiresAt: new Date(Date.now() + 1e6) });
  const program = viewer!.enrolments[0]!.programId;
  const explain = async (statement: { text: string; values: unknown[] }) => {
    const client = await db.pool.connect();
    await client.query('set plan_cache_mode = force_generic_plan');
    const { rows } = await client.query({ text: `explain (analyze, buffers, costs off, timing off) ${statement.text}`, values: statement.values });
    client.release();
    return rows.map((r) => r['QUERY PLAN']).join('\n');
  };
  console.log(await explain(queuePage(viewer!, program, { key: null, priority: null, kind: null, limit: 21 }) as never));
  console.log(await explain(queuePage(viewer!, program, { key: ['P3', '2026-12-01T00:00:00Z', '00000000-0000-0000-0000-000000000000'], priority: null, kind: null, limit: 21 }) as never));
  const p = await db.first<{ b: string; m: string; a: string }>(sql`select board_id as b, match_id as m, subject_account_id as a from reviewable limit 1`);
  console.log(await explain(screeningFacts({ accountId: p!.a, programId: program, boardId: p!.b, matchId: p!.m, postId: null }, new Date()) as never));
  const doc = contractOperation('ReviewQueue');
  const time = async (n: number, conc: number, f: (i: number) => Promise<unknown>) => {
    let i = 0; const t = performance.now();
    await Promise.all(Array.from({ length: conc }, async () => { while (i < n) await f(i++); }));
    return Math.round(n / ((performance.now() - t) / 1000));
  };
  await time(200, 16, () => mia.send(doc, { programId: desk.program, first: 20 }));
  console.log('queue pages/s', await time(600, 16, () => mia.send(doc, { programId: desk.program, first: 20 })));
  // decisions
  const posts: string[] = [];
  const bodies = Array.from({ length: 300 }, (_, i) => `A cat named number ${i}.`);
  const t0 = performance.now();
  for (const b of bodies) { const { createPost } = await cleo.run('CreatePost', { input: { threadId: createThread.thread.id, body: b } }).catch(() => ({ createPost: null })); if (createPost) posts.push(createPost.post.id); }
  console.log('held posts/s one conn', posts.length / ((performance.now() - t0) / 1000));
  const { rows } = await db.pool.query(`select id, revision_id, version from reviewable where post_id <> (select post_id from reviewable where board_id is not null order by opened_at limit 1) and state = 'PENDING' and not restricted`);
  const g = (type: number, id: string): string => Buffer.from(type.toString(16).padStart(2, '0') + id.replaceAll('-', ''), 'hex').toString('base64url');
  const decide = contractOperation('DecideReviewable');
  const items = rows as { id: string; revision_id: string; version: number }[];
  let bad = 0;
  console.log(items.length, 'decisions/s', await time(items.length, 16, async (i) => { const it = items[i]!; const a = await mia.send(decide, { input: { reviewableId: g(17, it.id), revisionId: g(13, it.revision_id), version: it.version, decision: 'APPROVE' } }); if (a.errors) { bad++; if (bad < 3) console.log(JSON.stringify(a.errors)); } }), bad);
  await community.stop();
}, 120000);
