import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Somebody's receiver of webhooks. While `silent`, it takes the request and never answers. */
export class WebhookReceiver {
  readonly requests: Received[] = [];
  silent = false;
  status = 200;
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      this.requests.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      if (this.silent) return;
      response.writeHead(this.status, { location: 'http://127.0.0.1:9/elsewhere' }).end();
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/pages`;
  }
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** A mail server of the simplest kind: it takes every mail, unless it is `refusing`. */
export class MailReceiver {
  readonly mails: string[] = [];
  refusing = false;
  private readonly server = createSocketServer((socket) => this.talk(socket));
  private readonly open = new Set<Socket>();

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    this.open.add(socket);
    let inMail = false;
    let waiting = '';
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.open.delete(socket));
    socket.setEncoding('utf8').on('data', (text: string) => {
      waiting += text;
      for (;;) {
        const end = inMail ? '\r\n.\r\n' : '\r\n';
        const at = waiting.indexOf(end);
        if (at < 0) return;
        const said = waiting.slice(0, at);
        waiting = waiting.slice(at + end.length);
        if (inMail) {
          this.mails.push(said);
          inMail = false;
          socket.write('250 taken\r\n');
        } else {
          inMail = said.toUpperCase() === 'DATA';
          if (this.refusing && inMail) {
            inMail = false;
            socket.write('451 not now\r\n');
            continue;
          }
          socket.write(inMail ? '354 go on\r\n' : said.toUpperCase() === 'QUIT' ? '221 bye\r\n' : '250 fine\r\n');
        }
      }
    });
    socket.write('220 receiver\r\n');
  }
}
