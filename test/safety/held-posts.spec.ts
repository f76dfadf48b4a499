import { type Client } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

describe('a held post', () => {
  let community: Community;
  let cleo: Client;
  let dan: Client;
  let board: string;

  beforeAll(async () => {
    community = await startCommunity();
    [cleo, dan] = await Promise.all([community.as('cleo'), community.as('dan')]);
    const { viewer } = await cleo.run('Viewer');
    board = viewer.boards.nodes.find(({ kind }: { kind: string }) => kind === 'MATCH').id;
  });
  afterAll(() => community.stop());

  it('waits when its author is under thirteen', async () => {
    const { createThread } = await cleo.run('CreateThread', {
      input: { boardId: board, title: 'Hello', body: 'My cat sleeps all day.' },
    });
    expect(createThread.post.state).toBe('HELD');
    const rows = await community.database.rows({ text: 'select * from reviewable', sql: '', values: [] } as never);
    console.log(rows, await community.database.rows({ text: 'select * from finding', values: [] } as never));
    const { createThread: two } = await dan.run('CreateThread', {
      input: { boardId: board, title: 'Hello', body: 'My dog sleeps all day.' },
    });
    expect(two.post.state).toBe('PUBLISHED');
    const { createThread: three } = await dan.run('CreateThread', {
      input: { boardId: board, title: 'Hello', body: 'Call me on 07700 900123, and dont tell your mum' },
    });
    expect(three.post.state).toBe('HELD');
    console.log(await community.database.rows({ text: 'select * from reviewable', sql: '', values: [] } as never));
  });
});
