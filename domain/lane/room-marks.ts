/**
 * When room was last told of, by tenant. It is remembered whether or not a lane was full then: the answer that says so
 * may still be on its way.
 */
export class RoomMarks {
  readonly #told = new Map<string, number>();
  readonly #tenantsMax: number;
  #toldOfAll = -1;
  #toldOfAny = -1;
  // Of the tenants that are remembered no longer, the latest: as if it had been told of all of them then.
  #forgotten = -1;

  constructor({ tenantsMax = 1_000 } = {}) {
    this.#tenantsMax = tenantsMax;
  }

  tell(tenantId: string, mark: number): void {
    this.#toldOfAny = mark;
    this.#told.delete(tenantId);
    this.#told.set(tenantId, mark);
    if (this.#told.size <= this.#tenantsMax) return;
    for (const [oldest, at] of this.#told) {
      this.#told.delete(oldest);
      this.#forgotten = at;
      return;
    }
  }

  tellAll(mark: number): void {
    this.#told.clear();
    this.#toldOfAll = mark;
  }

  isToldOfAllSince(asOf: number): boolean {
    return this.#toldOfAll > asOf;
  }

  /** Errs to yes where the tenant is not known or not remembered: the lane costs a look more. */
  isToldSince(asOf: number, tenantId: string | undefined): boolean {
    const at = tenantId === undefined ? this.#toldOfAny : (this.#told.get(tenantId) ?? this.#forgotten);
    return Math.max(at, this.#toldOfAll) > asOf;
  }
}
