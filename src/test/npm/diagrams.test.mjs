// Every Mermaid diagram in the documents can be drawn: Mermaid itself reads it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import mermaid from 'mermaid';

const root = new URL('../../../', import.meta.url);
const documents = ['', 'docs/', 'benchmarks/'].flatMap((folder) =>
  readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.md')).map((name) => folder + name));
const diagrams = documents.flatMap((name) =>
  [...readFileSync(new URL(name, root), 'utf8').matchAll(/^```mermaid\n(.*?)^```$/gms)]
    .map(([, text], index) => [`diagram ${index + 1} of ${name}`, text]));

test('there are diagrams', () => assert.ok(diagrams.length >= 4));

test('what is no diagram is refused', () => assert.rejects(mermaid.parse('sequenceDiagram\n  A->>')));

for (const [name, text] of diagrams) {
  test(`${name} can be drawn`, () => mermaid.parse(text));
}
