// A chapter of docs/learn as a module: read when the page is built, so that every kind of page has
// it. `…/en.md` is the whole of it, `…/en.md?title` its title alone, and nothing where a figure is
// still to come: such a chapter is not offered.
import { relative } from 'node:path';
import type { Plugin } from 'vite';
import { parseChapter } from './src/learn/parse';

const root = new URL('../..', import.meta.url).pathname;

export const chapters: Plugin = {
  name: 'chapters',
  enforce: 'pre',
  transform(code, id) {
    const [file, query] = id.split('?');
    if (!/\/docs\/learn\/[^/]+\/\w\w\.md$/.test(file)) return null;
    const chapter = parseChapter(relative(root, file), code);
    const whole = !/^<!-- figure /m.test(code);
    const what = query !== 'title' ? chapter : whole ? chapter.title : null;
    return { code: `export default ${JSON.stringify(what)};`, map: null };
  },
};
