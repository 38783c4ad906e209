/** Something that must be put right before a deployment; the message says what to do, in Vietnamese. */
export class Unready extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unready';
  }
}
