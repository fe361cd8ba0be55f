/** Hand-over notes as the read side hands them out. */
export type NoteRow = { id: string; number: number; text: string; writtenBy: string; writtenAt: Date };

/** Everything of a note. */
export const noteColumns = { id: true, number: true, text: true, writtenBy: true, writtenAt: true };
