import { logger } from '#platform';
import { screenClosely, type ScreeningInput, type ScreeningResult, unread } from '../screening/index.js';

/** Never throws: what could not be read is held (domain 0.3). */
export async function screenSafely(
  input: ScreeningInput,
  screen: (input: ScreeningInput) => Promise<ScreeningResult> = screenClosely,
): Promise<ScreeningResult> {
  try {
    return await screen(input);
  } catch (error) {
    logger.error({ err: error }, 'a detector failed; the text waits for a human');
    return unread(input, error);
  }
}
