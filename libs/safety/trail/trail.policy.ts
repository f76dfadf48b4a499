import { isStaffIn, rolesIn } from '#membership';
import { Refusal, Role, type Viewer } from '#platform';

/** Who reads a program's trail. Auditors read logs and no content; a trail holds none. */
export const trailReaders = [Role.AUDITOR, Role.SAFEGUARDING_LEAD, Role.PROGRAM_ADMIN] as const;

/** Programs whose trail the viewer reads. */
export const readableTrails = (viewer: Viewer): string[] => [
  ...new Set(
    viewer.enrolments
      .filter(({ role }) => (trailReaders as readonly Role[]).includes(role))
      .map(({ programId }) => programId),
  ),
];

/**
 * May the viewer read the trail of this program? Other staff of it may not; for everybody else it is not there.
 * @returns the role in which
 */
export function mayReadTrail(viewer: Viewer, programId: string | null): Role {
  if (programId === null) throw Refusal.notFound();
  const roles = rolesIn(viewer, programId);
  const role = trailReaders.find((reader) => roles.has(reader));
  if (role) return role;
  throw isStaffIn(viewer, programId) ? new Refusal('FORBIDDEN') : Refusal.notFound();
}

/**
 * What a rule did because somebody flagged or asked for help names nobody (domain 2.6). Its request stays with the
 * safeguarding lead as well, and with no lead whom it concerns: a client that gives all its requests one id would name
 * itself.
 */
export const maySeeRequest = (
  viewer: Viewer,
  line: { programId: string | null; actorId: string | null; concernsViewer: boolean },
): boolean =>
  line.actorId !== null ||
  (line.programId !== null && !line.concernsViewer && rolesIn(viewer, line.programId).has(Role.SAFEGUARDING_LEAD));
