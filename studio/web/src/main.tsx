import { render } from 'preact';
import '@fontsource-variable/inter/index.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/views.css';
import './styles/phone.css';
import { connect } from './model/engine';
import { App } from './parts/App';

connect();
render(<App />, document.getElementById('page')!);
