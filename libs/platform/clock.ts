import { Injectable } from '@nestjs/common';

/** The time of now. Code asks here and tests hold it still; SQL gets it as a parameter, never `now()` in a rule. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
