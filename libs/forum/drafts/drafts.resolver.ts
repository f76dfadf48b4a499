import { Args, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerType } from '#accounts';
import { CurrentViewer, ForwardArgs, SignedIn, type Viewer } from '#platform';
import { DraftsService } from './drafts.service.js';
import {
  DeleteDraftInput,
  DeleteDraftPayload,
  DraftConnection,
  SaveDraftInput,
  SaveDraftPayload,
} from './drafts.types.js';

@Resolver(() => ViewerType)
export class DraftsResolver {
  constructor(private readonly drafts: DraftsService) {}

  @ResolveField('drafts', () => DraftConnection, { description: 'The viewer’s drafts, last saved first.' })
  draftsOfViewer(
    @CurrentViewer() viewer: Viewer,
    @Args() args: ForwardArgs,
  ): Promise<InstanceType<typeof DraftConnection>> {
    return this.drafts.of(viewer, args);
  }

  @SignedIn()
  @Mutation(() => SaveDraftPayload, {
    description:
      'Keeps an unfinished text. VERSION_CONFLICT if another device saved meanwhile: `current` has that text, and nothing is overwritten; save one’s own as a new draft to keep both. Errors: NOT_FOUND, INVALID_INPUT, VERSION_CONFLICT, CONFLICT (200 drafts).',
  })
  async saveDraft(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'The text and its place.' }) input: SaveDraftInput,
  ): Promise<SaveDraftPayload> {
    return { draft: await this.drafts.save(viewer, input) };
  }

  @SignedIn()
  @Mutation(() => DeleteDraftPayload, { description: 'Throws a draft away. Errors: NOT_FOUND.' })
  async deleteDraft(
    @CurrentViewer() viewer: Viewer,
    @Args('input', { description: 'Which draft.' }) input: DeleteDraftInput,
  ): Promise<DeleteDraftPayload> {
    await this.drafts.delete(viewer, input.draftId);
    return input;
  }
}
