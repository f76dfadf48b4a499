import { GraphQLSchemaHost } from '@nestjs/graphql';
import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isObjectType,
  isScalarType,
  printSchema,
} from 'graphql';
import { notedSchema, readsMarkOf } from '../../libs/platform/graphql/noted-schema.js';
import { type Community, startCommunity } from '../support/community.js';

const name = 'a name that peers see; a pseudonym for the young';
const own = 'shown to whoever it belongs to, and to nobody else';
const setUp = 'how a program is set up, written by its staff about no person';
const place = 'an opaque place in a list';
const fixed = 'words of ours, or of staff for everybody';

/**
 * Texts that staff read without a line in the audit trail, each with its reason. Every other one must be marked with
 * `@Reads`, on its field or on its type. A field that is new stands in neither and fails here until somebody decides.
 */
const unmarked: Readonly<Record<string, string>> = {
  'Account.displayName': name,
  'AskForHelpPayload.receipt': own,
  'Board.title': 'made when the board is made, from the names of those whom it serves; nobody writes it',
  'ChangeDisplayNamePayload.displayName': name,
  'Cohort.endsOn': setUp,
  'Cohort.name': setUp,
  'Cohort.startsOn': setUp,
  'DecidedItem.refusal': 'a code of ours in words',
  'Draft.body': own,
  'Draft.title': own,
  'Flag.receipt': own,
  'Invitation.cohortName': setUp,
  'Invitation.invitedByName': name,
  'Invitation.organisationName': setUp,
  'Invitation.personName': name,
  'Invitation.programName': setUp,
  'MentionCandidate.displayName': name,
  'MentionCandidate.username': 'how readers of a board address each other there',
  'MoreReplies.cursor': place,
  'Organisation.name': setUp,
  'PagedCase.programName': setUp,
  'Person.displayName': name,
  'PolicyChange.reason': setUp,
  'PolicyShift.from': setUp,
  'PolicyShift.until': setUp,
  'Program.jurisdiction': setUp,
  'Program.name': setUp,
  'Program.timeZone': setUp,
  'ProgramPolicy.allowedHosts': setUp,
  'ProgramPolicy.closedOn': setUp,
  'QuietHours.from': own,
  'QuietHours.until': own,
  'RefreshSessionPayload.accessToken': own,
  'RefreshSessionPayload.refreshToken': own,
  'SavedReason.text': fixed,
  'SearchConnection.suggestion': 'the query of whoever asks, with an operator put right',
  'Session.address': own,
  'Session.device': own,
  'SignInPayload.accessToken': own,
  'SignInPayload.refreshToken': own,
  'StaffMember.displayName': name,
  'SuggestedReason.text': fixed,
  'SupportResource.phone': fixed,
  'SupportResource.title': fixed,
  'SupportResource.url': fixed,
};

/** Scalars that hold no text: numbers and truth values, ids, and times on which a person cannot be recognised. */
const withoutText = ['Int', 'Float', 'Boolean', 'ID', 'DateTime'];

/** Cursors of every list, and where a page begins and ends. */
const isPlace = (type: string, field: string): boolean =>
  type === 'PageInfo' || (field === 'cursor' && /Edge$|Event$/.test(type));

/**
 * Text fields that can be reached from a root without passing a mark. Below a marked field of a type nothing is looked at:
 * what it shows has its line. A mark on a root field (that a search was made) says nothing of what comes below it.
 */
function reachedUnmarked(schema: GraphQLSchema): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const visit = (type: GraphQLNamedType): void => {
    if (seen.has(type.name)) return;
    seen.add(type.name);
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) visit(possible);
    if (!isObjectType(type)) return;
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      if (readsMarkOf(type, field.name) && !roots.includes(type)) continue;
      if (!isLeafType(named)) visit(named);
      else if (isScalarType(named) && !withoutText.includes(named.name) && !isPlace(type.name, field.name)) {
        found.push(`${type.name}.${field.name}`);
      }
    }
  };
  for (const root of roots) if (root) visit(root);
  return found.sort();
}

describe('reads that need a line', () => {
  let community: Community;
  let schema: GraphQLSchema;
  beforeAll(async () => {
    community = await startCommunity();
    schema = community.app.get(GraphQLSchemaHost).schema;
  });
  afterAll(() => community.stop());

  it('are all that a text can be read by, but for those that stand here with a reason', () => {
    expect(reachedUnmarked(schema)).toEqual(Object.keys(unmarked).sort());
  });

  it('are marked on types that may be read by the exceptions of their type alone', () => {
    for (const type of Object.values(schema.getTypeMap())) {
      const mark = isObjectType(type) ? (type.extensions['reads'] as { except: string[] } | undefined) : undefined;
      if (isObjectType(type) && mark)
        expect(Object.keys(type.getFields())).toEqual(expect.arrayContaining(mark.except));
    }
  });

  it('leave the schema that members run on as it was', () => {
    const before = schema.getType('Post');
    const resolve = isObjectType(before) ? before.getFields()['bodyHtml']?.resolve : undefined;
    const noted = notedSchema(schema);
    expect(printSchema(noted)).toBe(printSchema(schema));
    const after = noted.getType('Post');
    if (!isObjectType(before) || !isObjectType(after)) throw new Error('Post is an object');
    expect(before.getFields()['bodyHtml']?.resolve).toBe(resolve);
    expect(after.getFields()['bodyHtml']?.resolve).not.toBe(resolve);
    expect(after.getFields()['number']?.resolve).toBe(before.getFields()['number']?.resolve);
  });
});
