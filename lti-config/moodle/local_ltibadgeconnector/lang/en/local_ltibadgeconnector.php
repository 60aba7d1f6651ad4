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
 * Words in English.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['actionmakerole'] = 'Make the role for the reading account';
$string['actionretry'] = 'Try again what was given up';
$string['actionstart'] = 'Start sending again';
$string['actiontest'] = 'Send test';
$string['categories'] = 'Course categories';
$string['categories_desc'] = 'Only events of courses in these categories, and in those below them, are sent. None chosen: events of all courses.';
$string['check'] = 'Check';
$string['checkaccount'] = 'An account may use the service {$a}';
$string['checkaccount_fix'] = 'Make an account for the connector, give it the role "LTI Badge Connector: reading" at site level, add it to the service\'s authorised users, and make a token for it (Site administration → Server → Web services).';
$string['checkcapability'] = 'Permission {$a}';
$string['checkcapability_fix'] = 'Allow it for the account at site level: press "Make the role for the reading account" and assign that role.';
$string['checkcron'] = 'Cron runs every minute';
$string['checkcron_fix'] = 'The sending task has not run for 15 minutes. Look at Site administration → Server → Tasks, and at the cron job of the server.';
$string['checkendpoint'] = 'Webhook URL and secret are set';
$string['checkendpoint_fix'] = 'Paste both from the connector\'s console into the settings of this plugin. Nothing is queued before that.';
$string['checkfunction'] = 'Function {$a}';
$string['checkfunction_fix'] = 'This Moodle does not have it. The connector says what it cannot read because of that.';
$string['checkrest'] = 'The REST protocol is enabled';
$string['checkrest_fix'] = 'Site administration → Server → Web services → Manage protocols: enable REST.';
$string['checks'] = 'Checks';
$string['checkservice'] = 'The service "LTI Badge Connector" is enabled';
$string['checkservice_fix'] = 'Site administration → Server → Web services → External services: enable it.';
$string['checkwebservices'] = 'Web services are enabled';
$string['checkwebservices_fix'] = 'Site administration → General → Advanced features: enable web services.';
$string['endpoint'] = 'Webhook URL';
$string['endpoint_desc'] = 'From the connector\'s console, on the page of this Moodle: "Make a webhook address".';
$string['failed'] = 'Failed';
$string['givenup'] = 'Given up';
$string['lasterror'] = 'Last error';
$string['lastsuccess'] = 'Last success';
$string['ltibadgeconnector:manage'] = 'See the queue of the LTI Badge Connector, send a test, send again';
$string['never'] = 'Never';
$string['oldest'] = 'the oldest since {$a}';
$string['passed'] = 'Passed';
$string['paused'] = 'The connector could not be reached. Nothing is lost; the next attempt is at {$a}.';
$string['pluginname'] = 'LTI Badge Connector';
$string['privacy:metadata:connector'] = 'Grades and completions are sent to the LTI Badge Connector, which awards badges by rules that instructors set.';
$string['privacy:metadata:connector:competency'] = 'Which competency was rated, and whether it was shown';
$string['privacy:metadata:connector:completion'] = 'Whether an activity or the course is complete';
$string['privacy:metadata:connector:courseid'] = 'Id, ID number and short name of the course';
$string['privacy:metadata:connector:grade'] = 'The grade with its range, and whether it is hidden';
$string['privacy:metadata:connector:idnumber'] = 'The ID number of the person';
$string['privacy:metadata:connector:occurred'] = 'When it happened';
$string['privacy:metadata:connector:userid'] = 'The id of the person in this Moodle';
$string['privacy:metadata:outbox'] = 'Events that wait to be sent to the connector, and those that were sent in the last week';
$string['privacy:metadata:outbox:body'] = 'What will be sent, while it waits';
$string['privacy:metadata:outbox:courseid'] = 'The course';
$string['privacy:metadata:outbox:eventname'] = 'The event of Moodle';
$string['privacy:metadata:outbox:objectid'] = 'The grade item, activity or competency';
$string['privacy:metadata:outbox:occurred'] = 'When it happened';
$string['privacy:metadata:outbox:state'] = 'The state of a completion';
$string['privacy:metadata:outbox:timesent'] = 'When it was sent';
$string['privacy:metadata:outbox:type'] = 'The kind of event';
$string['privacy:metadata:outbox:userid'] = 'The learner';
$string['resend'] = 'Send again';
$string['resend_desc'] = 'Puts all grades and completions that changed since then into the queue. The connector takes what it knows already as no news; nobody is awarded twice.';
$string['resendplanned'] = 'What changed since {$a} will be queued at the next cron run.';
$string['resendsince'] = 'Since';
$string['result'] = 'Result';
$string['retried'] = 'What was given up waits again.';
$string['roledescription'] = 'Lets the account of the LTI Badge Connector read grades, completion, competencies and enrolments over web services. It allows no change.';
$string['rolemade'] = 'The role "LTI Badge Connector: reading" is there. Assign it to the connector\'s account at site level.';
$string['rolename'] = 'LTI Badge Connector: reading';
$string['secret'] = 'Secret';
$string['secret_desc'] = 'Shown by the connector once, together with the webhook URL. It begins with whsec_.';
$string['secretwrong'] = 'The secret is not one that the connector made: whsec_ and the base64 of 24 to 64 bytes.';
$string['sent'] = 'Sent in the last week';
$string['settings'] = 'Settings';
$string['started'] = 'Sending goes on at the next cron run.';
$string['state'] = 'State';
$string['status'] = 'State and test';
$string['stopped'] = 'Stopped: the connector said that this address is gone. Paste the new address and secret, then start again.';
$string['taskcleanup'] = 'Forget what was sent to the LTI Badge Connector';
$string['tasksend'] = 'Send events to the LTI Badge Connector';
$string['testfailed'] = 'The test did not arrive: {$a}';
$string['testtaken'] = 'The connector took the test.';
$string['waiting'] = 'Waiting';
$string['whattodo'] = 'What to do';
