/** Which engine type stands behind each type of the schema. */
export const mappers: Record<string, string> = {
  UserError: '~domain/refusal.ts#Refusal',
};
