// outside.mjs - the reporting site as a reporter meets it: reports with three files, a fault on the way, the receipt followed, more added; with scripts
// and without, wide and on a phone, in both languages. XIEZHI_PICTURES=DIR leaves a picture of every page there.
import { join } from "node:path";
import { ended, serve } from "../lib.mjs";

const file = (name, n) => ({ name, mimeType: "image/png", buffer: Buffer.alloc(n, 7) });

class Reporter {
    constructor(s, base, page, name, lang, js) { Object.assign(this, { s, base, page, name, js, lang, query: lang === "en" ? "?lang=en" : "" }); }

    async look(what, status) {
        const label = `${this.name}: ${what}`;
        await this.s.examine(this.page, label, { axe: this.js });       // axe needs scripts; the pages are the same without
        const html = await this.page.content();
        this.s.check(`${label} is in one language`, (await this.page.getAttribute("html", "lang")).startsWith(this.lang), await this.page.getAttribute("html", "lang"));
        this.s.check(`${label} loads nothing from elsewhere and sets no cookie`, !/(?:src|href|action)="(?:https?:)?\/\//.test(html)
            && (await this.page.context().cookies()).length === 0);
        if (process.env.XIEZHI_PICTURES) await this.page.screenshot({ path: join(process.env.XIEZHI_PICTURES, `${label.replace(/[^a-z0-9]+/gi, "-")}.png`), fullPage: true });
        if (status !== undefined) this.s.check(`${label} answers ${status}`, this.status === status, `${this.status}`);
    }

    async go(path) { await this.s.open(this.page, this.base + path + this.query); }

    async press(where) {
        const [answer] = await Promise.all([this.page.waitForNavigation(), this.page.click(where)]);
        this.status = answer.status();
    }
}

const fieldShows = page => page.locator("#reporter_name").evaluate(x => {
    const box = x.getBoundingClientRect(), head = document.querySelector("header").getBoundingClientRect();
    return box.top >= head.bottom && box.bottom <= innerHeight && getComputedStyle(x).outlineStyle === "solid";
});

async function reports(r) {
    const { page, s, name } = r;
    await r.go("/");
    await r.look("first page");
    await r.press("main .go >> nth=0");
    await r.look("form");
    await page.selectOption("#accused_rank", "village");
    await page.fill("#accused_name", "某村主任");
    await page.fill("#body", "冒领补贴三年，账目从未公示。\n<b>见附件</b>");
    await page.check("input[name=kind][value=real]");
    await page.setInputFiles("#file", [file("一.png", 1000), file("二.png", 200000)]);
    await r.press("main button[type=submit]");
    await r.look("form with a fault", 422);
    s.check(`${name}: what was typed is there again`, (await page.inputValue("#body")).includes("<b>见附件</b>") && await page.inputValue("#accused_name") === "某村主任"
        && await page.inputValue("#accused_rank") === "village" && await page.isChecked("input[name=kind][value=real]"));
    await page.click(".fault a");
    s.check(`${name}: the fault leads to its field, marked and not under the head of the page`, new URL(page.url()).hash === "#reporter_name"
        && await fieldShows(page), page.url());
    await page.check("input[name=kind][value=anonymous]");
    await page.setInputFiles("#file", [file("一.png", 1000), file("二.png", 200000)]);
    await page.setInputFiles("#file2", [file("三.png", 70000)]);
    await r.press("main button[type=submit]");
    await r.look("receipt", 201);
    const receipt = (await page.textContent(".receipt code")).trim();
    s.check(`${name}: a receipt`, /^([2-9A-HJ-NP-Z]{6}-){4}[2-9A-HJ-NP-Z]{6}$/.test(receipt), receipt);
    s.check(`${name}: the receipt's page holds none of the report's words`, !(await page.content()).includes("冒领"));
    return receipt;
}

async function follows(r, receipt) {
    const { page, s, name } = r;
    await r.go("/follow");
    await r.look("follow");
    await page.fill("#receipt", receipt.slice(0, -1) + (receipt.endsWith("2") ? "3" : "2"));
    await r.press("main button[type=submit]");
    await r.look("mistyped", 404);
    s.check(`${name}: the mistyped group is named`, /5/.test(await page.textContent(".fault")), await page.textContent(".fault"));
    await page.fill("#receipt", receipt.toLowerCase().replaceAll("-", " "));
    await r.press("main button[type=submit]");
    await r.look("matter", 200);
    await page.fill("#body", "补充：还有两户");
    await page.setInputFiles("#file", [file("四.png", 500)]);
    await r.press("main button[type=submit]");
    await r.look("more added", 200);
    s.check(`${name}: what was added is listed, not shown`, await page.locator(".notes li").count() === 1 && !(await page.content()).includes("两户"));
    await r.press("header .away");
    s.check(`${name}: left at once`, !(await page.content()).includes(receipt) && !(await page.title()).includes("举报"), await page.title());
}

// Keys alone: the first stop skips to the page, and the form is sent by Enter on its button.
async function byKeys(s, base) {
    const page = await s.as("");
    await s.open(page, base + "/follow");
    await page.keyboard.press("Tab");
    s.check("outside, the first stop skips to the page", await page.evaluate(() => document.activeElement.classList.contains("skip")));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    s.check("outside, then the receipt's field", await page.evaluate(() => document.activeElement.id === "receipt"), await page.evaluate(() => document.activeElement.outerHTML.slice(0, 80)));
}

export default async function (s) {
    const { base, child } = await serve("portal", join(s.dir, "data", "portal"));
    try {
        for (const [js, width, lang] of [[true, 1366, "zh"], [false, 390, "zh"], [false, 1366, "en"], [true, 390, "en"]]) {
            const page = await s.as("", { js, width });
            const r = new Reporter(s, base, page, `outside ${lang} ${width}${js ? "" : " without scripts"}`, lang, js);
            await follows(r, await reports(r));
        }
        await byKeys(s, base);
    } finally {
        await ended(child);
    }
}
