// run.mjs - every scenario one after another on one server; a scenario is a module whose default export takes the Suite (lib.mjs).
import { readdirSync } from "node:fs";
import { Suite } from "./lib.mjs";

const here = new URL("scenarios/", import.meta.url);
const asked = process.argv.slice(2);
const names = readdirSync(here).filter(f => f.endsWith(".mjs")).map(f => f.slice(0, -4)).filter(n => asked.length === 0 || asked.includes(n)).sort();
const s = await Suite.start();
try {
    for (const name of names) {
        const from = Date.now(), before = s.failed;
        try {
            await (await import(new URL(`${name}.mjs`, here))).default(s);
        } catch (e) {
            s.check(`${name} runs to its end`, false, String(e.stack).split("\n").slice(0, 14).join(" | "));
            for (const context of s.browser.contexts())
                for (const page of context.pages())
                    console.log(`    stood at ${page.url()}: ${(await page.textContent("main").catch(() => "?")).replace(/\s+/g, " ").slice(0, 600)}`);
        }
        for (const context of s.browser.contexts()) await context.close();
        console.log(`${name.padEnd(16)} ${((Date.now() - from) / 1000).toFixed(1)} s${s.failed > before ? `  ${s.failed - before} FAILED` : ""}`);
    }
} finally {
    await s.stop();
}
console.log(`axe looked at ${s.looked} pages; ${s.again} were of a shape it had seen`);
console.log(`${s.passed} passed, ${s.failed} failed, ${s.skipped} skipped`);
process.exit(s.failed === 0 && s.passed > 0 ? 0 : 1);
