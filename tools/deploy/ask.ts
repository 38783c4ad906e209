import { createInterface } from 'node:readline/promises';

/** Whether the operator typed exactly `expected`. Without a terminal nobody can, so the answer is no. */
export const typed = async (question: string, expected: string): Promise<boolean> => {
  if (!process.stdin.isTTY) {
    console.error(`${question}\nKhông có bàn phím để xác nhận.`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question}\nGõ "${expected}" để tiếp tục: `);
  terminal.close();
  return answer.trim() === expected;
};
