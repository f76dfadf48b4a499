/** A start that cannot work, for a reason that whoever starts it can mend: told as one line, without a stack. */
export class StartRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartRefused';
  }
}
