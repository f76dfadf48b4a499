import { deviceOf, tameUserAgent } from './devices.js';

it.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1',
    'Safari on an iPhone',
  ],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'Chrome on a Chromebook'],
  ['PorchlightApp/2.1 (something)', 'PorchlightApp'],
  ['node', 'node'],
  ['<script>alert(1)</script>', 'An unknown device'],
  [null, 'An unknown device'],
])('%s is %s', (userAgent, device) => expect(deviceOf(userAgent)).toBe(device));

it('keeps 300 characters of a header, without controls', () =>
  expect(tameUserAgent(`a\u0000b${'c'.repeat(1_000)}`)).toBe(`ab${'c'.repeat(297)}`));
