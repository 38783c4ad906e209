import { createServer } from 'node:net';

/** A mail server of this machine that takes every message, or that listens and never says a word. */
export const aMailServer = async (o: { silent?: boolean } = {}) => {
  const mails: { to: string; text: string }[] = [];
  const sockets = new Set<{ destroy: () => void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (o.silent === true) return;
    let to = '';
    let mail: string[] | undefined;
    let rest = '';
    const answer = (text: string) => socket.write(`${text}\r\n`);
    const hear = (line: string): void => {
      if (mail !== undefined && line !== '.') return void mail.push(line);
      if (mail !== undefined) {
        const body = mail.join('\n').split('\n\n').at(-1) ?? '';
        mails.push({ to, text: Buffer.from(body, 'base64').toString('utf8') });
        mail = undefined;
        answer('250 queued');
        return;
      }
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') to = /<([^>]+)>/.exec(line)?.[1] ?? '';
      if (verb === 'QUIT') return void socket.end('221 bye\r\n');
      if (verb === 'STAR') return void answer('502 no TLS here');
      if (verb === 'DATA') mail = [];
      answer(verb === 'DATA' ? '354 go on' : '250 ok');
    };
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    });
    answer('220 mail.test');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `smtp://127.0.0.1:${port}`, mails, close };
};
