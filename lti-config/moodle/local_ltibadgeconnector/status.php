<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * State of the sending, test, and sending again.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_ltibadgeconnector\form\resend_form;
use local_ltibadgeconnector\health;
use local_ltibadgeconnector\outbox;
use local_ltibadgeconnector\sender;
use local_ltibadgeconnector\settings;

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

admin_externalpage_setup('local_ltibadgeconnector_status');
require_capability('local/ltibadgeconnector:manage', context_system::instance());

$here = new moodle_url('/local/ltibadgeconnector/status.php');
$say = fn(string $name, $about = null) => get_string($name, 'local_ltibadgeconnector', $about);

$action = optional_param('action', '', PARAM_ALPHA);
if ($action !== '' && confirm_sesskey()) {
    switch ($action) {
        case 'test':
            $answer = (new sender())->test();
            if ($answer->is_taken()) {
                redirect($here, $say('testtaken'), null, \core\output\notification::NOTIFY_SUCCESS);
            }
            redirect($here, $say('testfailed', s($answer->problem)), null, \core\output\notification::NOTIFY_ERROR);
            break;
        case 'start':
            settings::set('stopped', 0);
            settings::set('pauseduntil', 0);
            settings::set('failures', 0);
            redirect($here, $say('started'));
            break;
        case 'retry':
            outbox::retry_given_up();
            redirect($here, $say('retried'));
            break;
        case 'makerole':
            require_capability('moodle/role:manage', context_system::instance());
            health::make_role();
            redirect($here, $say('rolemade'));
            break;
    }
}

$form = new resend_form($here);
if ($wanted = $form->get_data()) {
    \local_ltibadgeconnector\task\resend::plan((int) $wanted->since);
    redirect($here, $say('resendplanned', userdate($wanted->since)));
}

$time = fn($at) => $at ? userdate((int) $at) : $say('never');
$counts = outbox::counts();
$rows = [
    [$say('endpoint'), s(settings::endpoint())],
    [$say('waiting'), $counts->waiting . ($counts->oldest ? ' (' . $say('oldest', $time($counts->oldest)) . ')' : '')],
    [$say('sent'), $counts->sent],
    [$say('givenup'), $counts->givenup],
    [$say('lastsuccess'), $time(settings::get('lastsuccess'))],
    [$say('lasterror'), settings::get('lasterror') ? $time(settings::get('lasterrortime')) . ': ' . s(settings::get('lasterror')) : $say('never')],
];
$paused = (int) settings::get('pauseduntil');
if (settings::is_stopped()) {
    $rows[] = [$say('state'), $say('stopped')];
} else if ($paused > time()) {
    $rows[] = [$say('state'), $say('paused', $time($paused))];
}
$table = new html_table();
$table->data = $rows;
$table->caption = $say('status');
$table->captionhide = true;

$checks = new html_table();
$checks->head = [$say('check'), $say('result'), $say('whattodo')];
foreach (health::checks() as $check) {
    $checks->data[] = [s($check['name']), $check['ok'] ? $say('passed') : $say('failed'), $check['fix']];
}

$button = fn(string $action) => $OUTPUT->single_button(
    new moodle_url($here, ['action' => $action, 'sesskey' => sesskey()]), $say('action' . $action), 'post');

echo $OUTPUT->header();
echo $OUTPUT->heading($say('status'));
echo html_writer::table($table);
echo $button('test');
if (settings::is_stopped() || $paused > time()) {
    echo $button('start');
}
if ($counts->givenup) {
    echo $button('retry');
}
echo $OUTPUT->heading($say('checks'), 3);
echo html_writer::table($checks);
if (has_capability('moodle/role:manage', context_system::instance())) {
    echo $button('makerole');
}
echo $OUTPUT->heading($say('resend'), 3);
echo html_writer::tag('p', $say('resend_desc'));
$form->display();
echo $OUTPUT->footer();
