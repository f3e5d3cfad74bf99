/** Name of a random stream that belongs to one session, so that sessions draw independently. */
export const sessionStream = (name: string, session: number): string => `${name}/${session}`;
