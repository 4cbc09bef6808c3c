// pictures.mjs - the pictures of docs/pictures, taken of a fresh demonstration district: `make pictures`.
import { writeFileSync } from "node:fs";
import { Suite } from "./lib.mjs";
import { png8 } from "./png8.mjs";

const MOST = 150 * 1024;
const s = await Suite.start();
try {
    const page = await s.as("officer");
    const take = async (from, name) => {
        const png = png8(await from.screenshot());
        if (png.length > MOST) throw new Error(`${name} is too large: ${png.length}`);
        writeFileSync(`docs/pictures/${name}.png`, png);
        console.log(`docs/pictures/${name}.png ${png.length}`);
    };
    const first = () => page.locator(".register tbody tr:first-child th a").getAttribute("href");
    await page.goto("/");
    await take(page, "home");
    await page.goto("/petition?state=registered");
    for (const n of [2, 3, 5]) await page.check(`.register tbody tr:nth-child(${n}) .tick input`);
    await take(page, "list");
    await page.goto(await first());
    await take(page, "record");
    await page.goto("/petition?channel=web&sort=-registered_on");
    for (const path of await page.$$eval(".register tbody th a", all => all.slice(0, 4).map(a => a.getAttribute("href")))) {
        await page.goto(`${path}/correspondence`);
        if (await page.locator("form[action$='/correspondence/open'] button").count() > 0) break;       // something was answered
    }
    await page.press("form[action$='/correspondence/open'] button", "Enter");
    await page.waitForSelector(".said");
    await take(page, "correspondence");
    await page.goto("/petition/new");
    await take(page, "form");
    await page.goto("/figures?period=2020H1");
    await take(page, "figures");
    await page.goto("/summary");
    await page.goto(await page.locator(".register tbody tr a").first().getAttribute("href"));
    await take(page, "summary");
} finally {
    await s.stop();
}
process.exit(s.failed);
