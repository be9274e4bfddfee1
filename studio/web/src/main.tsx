import { render } from 'preact';
import '@fontsource-variable/inter/index.css';
import './styles/base.css';
import './styles/shared.css';
import './styles/view.css';
import { tellAloud } from './aloud/Aloud';
import { followAddress } from './model/address';
import { connect, followView } from './model/engine';
import { rememberInput } from './model/input';
// Here from the start: the engine tells of a race and of points before their views are open.
import './model/race';
import { chapter } from './model/room';
import { followLinks } from './model/share';
import { App } from './parts/App';
import { followFingers } from './parts/longPress';
import { printWorksheets } from './sheet/print';
import { subjectOf, views } from './views';
import './views/plane/model';
import './styles/touch.css';

connect();
followAddress(views.map(({ name }) => name));
// The textbook is about the network that reads digits.
followView((name) => (chapter.value === null ? subjectOf(name) : 'digits'));
rememberInput();
printWorksheets();
tellAloud();
followFingers();
followLinks(views);
render(<App />, document.getElementById('page')!);
