/** The two ways in which people use a page: by mouse, and by keyboard alone. A story told with one goes with the other. */
import type { Locator, Page } from 'playwright/test';
import { expect } from './product.ts';

export type Hands = {
  /** Presses what is there: a link, a button. */
  press(target: Locator): Promise<void>;
  /** Writes into a field. */
  write(target: Locator, text: string): Promise<void>;
};

// No screen has more stops than this before what one is after.
const stopsMax = 120;

/** Presses Tab until the element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < stopsMax; stop += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${stopsMax} stops do not lead to ${target}`);
}

/** Somebody without a mouse. */
export function keyboardOf(page: Page): Hands {
  return {
    press: async (target) => {
      await tabTo(page, target);
      await page.keyboard.press('Enter');
    },
    write: async (target, text) => {
      await tabTo(page, target);
      await page.keyboard.type(text);
    },
  };
}

/** Somebody with one. */
export function mouseOf(page: Page): Hands {
  return {
    press: (target) => target.click(),
    write: async (target, text) => {
      await target.click();
      await page.keyboard.type(text);
    },
  };
}

/** Takes an offer of an editor. A press at the very moment in which the offers are looked up anew is passed over. */
export async function takeOffer(page: Page, name: RegExp): Promise<void> {
  const offer = page.getByRole('option', { name });
  await expect(async () => {
    await offer.click({ timeout: 2_000 });
    await expect(offer).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
}
