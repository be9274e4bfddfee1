import { render } from 'preact';
import '@fontsource-variable/inter/index.css';
import './styles/base.css';
import './styles/shared.css';
import './styles/view.css';
import { followAddress } from './model/address';
import { connect } from './model/engine';
import { rememberInput } from './model/input';
import { App } from './parts/App';
import { views } from './views';

connect();
followAddress(views.map(({ name }) => name));
rememberInput();
render(<App />, document.getElementById('page')!);
