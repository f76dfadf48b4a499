import { defineJob } from '#platform';

/** Tells people of what has happened: works off the tasks that are due. */
export const tellPeople = defineJob<Record<string, never>>('notifications.tell', 5);
