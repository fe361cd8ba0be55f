/** The hand-over note: what one shift tells the next. */
import { publicId } from '#domain/value/ids.ts';
import { listNotes } from '#engine/note/list-notes.ts';
import { writeNote } from '#engine/note/write-note.ts';
import { actorOf } from '#graphql/access/actor.ts';
import type { MutationResolvers, NoteResolvers, QueryResolvers } from '#graphql/generated/resolvers.ts';
import { answer, orThrow } from '#graphql/plumbing/user-error.ts';

export const noteTypes = /* GraphQL */ `
  "The hand-over note as somebody wrote it. The newest is the current one."
  type Note {
    "Opaque: \`not_\` and a UUIDv7."
    id: ID!
    "Counts the notes of the tenant from 1."
    number: Int!
    "Plain text; empty when there is nothing to tell any more."
    text: String!
    "Who wrote it, by name."
    author: Actor!
    "When it was written."
    writtenAt: DateTime!
  }

  "The note to be."
  input WriteNoteInput {
    "Plain text, 2000 characters at most; empty when there is nothing to tell any more."
    text: String!
    "The number of the note that you have read, 0 when there was none: refused with VERSION_CONFLICT when somebody has written meanwhile. Left out, it does not matter."
    baseNumber: Int
  }

  "What writeNote did."
  type WriteNotePayload {
    "The note; null when refused."
    note: Note
    "Why nothing was done; empty when it was."
    userErrors: [UserError!]!
  }

  extend type Query {
    "The hand-over notes of the tenant, the current one first; the latest 200 are kept."
    notes(
      "How many at most, 1 to 200."
      first: Int = 20
    ): [Note!]!
  }

  extend type Mutation {
    "Writes the hand-over note."
    writeNote(
      "The note to be."
      input: WriteNoteInput!
    ): WriteNotePayload!
  }
`;

const Note: NoteResolvers = {
  id: ({ id }) => publicId('note', id),
  author: ({ writtenBy }, _, { loaders }) => actorOf(loaders, writtenBy),
};

const Query: QueryResolvers = {
  notes: async (_, { first }, { engine }) => orThrow(await listNotes(engine, { first: first ?? 20 })),
};

const Mutation: MutationResolvers = {
  writeNote: (_, { input }, { engine }) => answer(writeNote(engine, input), (note) => ({ note }), { note: null }),
};

export const noteResolvers = { Note, Query, Mutation };
