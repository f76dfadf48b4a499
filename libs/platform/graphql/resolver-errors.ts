import { Catch, type ExceptionFilter } from '@nestjs/common';

/**
 * Hands what a resolver throws to our own formatter, untouched. Without a filter Nest prints every such error to the
 * console with all its properties: refusals that are daily business, and PostgreSQL's errors with the values they quote.
 */
@Catch()
export class ResolverErrors implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}
