import { type Client, type Data } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';
import { boardOf, careOperations, startThread } from './boards.js';

describe('mentions and quotes', () => {
  let community: Community;
  let ben: Client;
  let ada: Client;
  let mia: Client;
  let matchBoard: string;
  let programBoard: string;

  beforeAll(async () => {
    community = await startCommunity();
    [ben, ada, mia] = await Promise.all([community.as('ben'), community.as('ada'), community.as('mia')]);
    matchBoard = await boardOf(ben, 'MATCH');
    programBoard = await boardOf(ben, 'PROGRAM');
  });
  afterAll(() => community.stop());

  const offered = async (client: Client, boardId: string, prefix = '', first = 20): Promise<string[]> => {
    const { mentionCandidates } = await client.data(careOperations.mentionCandidates, { boardId, prefix, first });
    return mentionCandidates.map(({ username }: Data) => username);
  };
  const htmlFor = async (client: Client, postId: string): Promise<string> =>
    (await client.run('Post', { id: postId })).post.bodyHtml;
  const write = async (client: Client, boardId: string, body: string): Promise<string> =>
    (await client.run('CreateThread', { input: { boardId, title: 'About somebody', body } })).createThread.post.id;

  it('offers exactly those who read the board, whoever asks', async () => {
    expect(await offered(ben, matchBoard)).toEqual(['ada', 'cora', 'sam']);
    expect(await offered(ada, matchBoard, 'B')).toEqual(['ben']);
    expect(await offered(ada, matchBoard, 'c')).toEqual(['cora']);
    expect(await offered(ben, programBoard)).toEqual(expect.arrayContaining(['ada', 'cleo', 'dan', 'mia', 'olu']));
    expect(await offered(ben, programBoard, '', 2)).toHaveLength(2);
    expect(await offered(ben, programBoard)).not.toContain('finn');
    expect(await offered(ben, programBoard)).not.toContain('eve');
  });

  it('offers nobody on a board that is not there', async () => {
    for (const name of ['finn', 'cleo', 'mia', 'eve']) {
      expect(await offered(await community.as(name), matchBoard)).toEqual([]);
    }
    expect(await offered(ben, 'nonsense')).toEqual([]);
    for (const wildcard of ['%', '_', 'a%', '\\']) expect(await offered(ben, programBoard, wildcard)).toEqual([]);
    expect(await ben.refused(careOperations.mentionCandidates, { boardId: programBoard, prefix: '', first: 21 })).toBe(
      'INVALID_INPUT',
    );
  });

  it('renders a mention of a reader as a name, and of anybody else as what was typed (S8)', async () => {
    const postId = await write(ben, matchBoard, 'Dear @ada, @cleo and @nobodyatall and @finn.');
    for (const client of [ben, ada]) {
      const html = await htmlFor(client, postId);
      expect(html).toMatch(/Ada/);
      expect(html).toContain('@cleo');
      expect(html).toContain('@nobodyatall');
      expect(html).not.toMatch(/Cleo|Finn/);
    }
  });

  it('tells the author the same about a stranger as about nobody (S8)', async () => {
    const answers = await Promise.all(
      ['@finn is not here', '@nofinn is not here'].map((body) =>
        ben.run('CreateThread', { input: { boardId: matchBoard, title: 'Who?', body } }),
      ),
    );
    const [about, nobody] = answers.map(({ createThread: { post } }) =>
      JSON.stringify({ ...post, id: '', createdAt: '' }),
    );
    expect(about?.replaceAll('@finn', '@x')).toBe(nobody?.replaceAll('@nofinn', '@x'));
  });

  const quoteOf = (postId: string): string => `> [quote:${postId}]\n\nLook at that.`;

  it('collapses a quote when the quoted post is taken down, and follows its text while it stands (S11)', async () => {
    const { postIds } = await startThread(ben, programBoard, [['The quoted words.']]);
    const quoted = postIds[1]!;
    const postId = await write(ada, programBoard, quoteOf(quoted));
    expect(await htmlFor(mia, postId)).toContain('The quoted words.');
    await ben.run('EditPost', { input: { postId: quoted, body: 'The changed words.', expectedVersion: 1 } });
    expect(await htmlFor(mia, postId)).toContain('The changed words.');
    await ben.run('WithdrawPost', { input: { postId: quoted } });
    const html = await htmlFor(ada, postId);
    expect(html).not.toMatch(/quoted words|changed words|Ben/);
    expect(html).toContain('Look at that.');
  });

  it('never shows a private board’s quote to those who do not read that board (S11)', async () => {
    const { postIds } = await startThread(ben, matchBoard, [['Notes about the volcano.']]);
    const postId = await write(ben, programBoard, quoteOf(postIds[1]!));
    expect(await htmlFor(ada, postId)).toContain('Notes about the volcano.');
    for (const name of ['mia', 'dan', 'olu', 'cleo']) {
      const html = await htmlFor(await community.as(name), postId);
      expect(html).not.toContain('volcano');
      expect(html).not.toContain('Ben');
    }
  });
});
