import type { Viewer } from '../viewer.js';
import { DeliveryContext, RequestScope } from './request-scope.js';

const viewerWith = (...keys: string[]): Viewer => ({
  accountId: 'ben',
  sessionId: 'session',
  expiresAt: new Date(),
  displayName: 'Ben',
  enrolments: [],
  roles: new Set(),
  keys,
  consentMissing: false,
  ownMatches: [],
  blocked: [],
});

describe('the scope of a request', () => {
  const scope = (): RequestScope => new RequestScope('request-1', 'websocket', '127.0.0.1', null);

  it('keeps nothing that was loaded for one viewer when another one takes its place', () => {
    const running = scope();
    running.viewer = viewerWith('before');
    running.memo.set('threads', 'loaded with the keys of before');
    running.viewer = viewerWith('after');
    expect(running.memo.size).toBe(0);
  });

  it('gives each delivery a viewer and a memo of its own', () => {
    const running = scope();
    running.viewer = viewerWith('start');
    const first = new DeliveryContext(running, viewerWith('now'));
    first.memo.set('threads', 'loaded for the first');
    const second = new DeliveryContext(running, viewerWith('later'));
    expect([first.viewer?.keys, second.viewer?.keys]).toEqual([['now'], ['later']]);
    expect([second.memo.size, running.memo.size]).toEqual([0, 0]);
  });
});
