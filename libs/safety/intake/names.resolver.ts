import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentViewer, SignedIn, type Viewer } from '#platform';
import { NamesService } from './names.service.js';
import { ChangeDisplayNameInput, ChangeDisplayNamePayload } from './names.types.js';

@Resolver()
export class NamesResolver {
  constructor(private readonly service: NamesService) {}

  @SignedIn()
  @Mutation(() => ChangeDisplayNamePayload, {
    description:
      'Changes the name that others see. A name that tells too much, or passes for staff, waits for a person to look. Errors: NOT_FOUND, FORBIDDEN, CONSENT_REQUIRED, INVALID_INPUT.',
  })
  changeDisplayName(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Whose name, and the new one.' }) input: ChangeDisplayNameInput,
  ): Promise<ChangeDisplayNamePayload> {
    return this.service.change(viewer, input);
  }
}
