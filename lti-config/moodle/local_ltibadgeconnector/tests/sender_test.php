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

namespace local_ltibadgeconnector;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/connector_testcase.php');

/**
 * Signatures, retries, and when to stop.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sender_test extends connector_testcase {
    /**
     * The vector that Standard Webhooks publishes.
     *
     * @covers \local_ltibadgeconnector\signature
     */
    public function test_it_signs_as_standard_webhooks_says(): void {
        $headers = signature::headers(self::SECRET, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}');

        $this->assertContains('webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=', $headers);
    }

    /**
     * The order of the day: everything is taken and counted.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_what_was_taken_is_not_sent_again(): void {
        $this->grade(17.5);
        $first = $this->send();

        $this->assertGreaterThan(0, $first);
        $this->assertEquals(0, $this->send());
        $this->assertEquals(0, outbox::counts()->waiting);
        $this->assertNotEmpty(settings::get('lastsuccess'));
    }

    /**
     * A retry keeps its id and what it says, and has a new time.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_a_retry_keeps_id_and_content(): void {
        global $DB;
        $this->settle();
        $this->grade(17.5);
        $this->transport->answers = [new answer(500, 'HTTP 500'), new answer(500, 'HTTP 500')];
        $this->send();
        $this->assertEquals(0, $this->send(), 'It waits first.');
        $this->grade(11);
        $DB->set_field(outbox::TABLE, 'nextattempt', 0, []);
        $this->send();

        $ids = array_map(fn($post) => $post->headers['webhook-id'], $this->transport->posted);
        $again = array_keys(array_filter(array_count_values($ids), fn($times) => $times === 2));
        $this->assertCount(2, $again);
        foreach ($again as $id) {
            $said = array_values(array_filter($this->transport->posted, fn($post) => $post->headers['webhook-id'] === $id));
            $this->assertEquals($said[0]->body->data, $said[1]->body->data);
        }
    }

    /**
     * Nobody answers: one attempt, then a pause; nothing is lost, and no row counts it against itself.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_a_connector_that_is_away_is_not_stormed(): void {
        $this->settle();
        $this->grade(17.5);
        $waiting = outbox::counts()->waiting;
        $this->transport->answers = [new answer(answer::NONE, 'Connection refused')];

        $this->send();
        $this->send();

        $this->assertCount(1, $this->transport->posted);
        $this->assertEquals($waiting, outbox::counts()->waiting);
        $this->assertGreaterThan(time(), (int) settings::get('pauseduntil'));
        $this->assertStringContainsString('refused', settings::get('lasterror'));

        settings::set('pauseduntil', 0);
        $this->send();
        $this->assertEquals(0, outbox::counts()->waiting);
        $this->assertEquals(0, (int) settings::get('failures'));
    }

    /**
     * The other side's wish counts.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_it_waits_as_long_as_it_is_asked_to(): void {
        $this->settle();
        $this->grade(17.5);
        $this->transport->answers = [new answer(503, 'HTTP 503', 1800)];

        $this->send();

        $this->assertEqualsWithDelta(time() + 1800, (int) settings::get('pauseduntil'), 5);
    }

    /**
     * 410 is for ever.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_it_stops_when_the_address_is_gone(): void {
        $this->settle();
        $this->grade(17.5);
        $this->transport->answers = [new answer(410, 'HTTP 410')];

        $this->send();
        $this->send();

        $this->assertCount(1, $this->transport->posted);
        $this->assertTrue(settings::is_stopped());
        $this->assertFalse(settings::is_ready());
    }

    /**
     * What is refused for good is kept for a person, and holds up nobody.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_an_event_that_is_refused_holds_up_no_other(): void {
        $this->settle();
        $this->grade(17.5);
        $this->transport->answers = [new answer(400, 'HTTP 400 webhook-malformed')];

        $this->send();

        $counts = outbox::counts();
        $this->assertEquals([0, 1], [$counts->waiting, $counts->givenup]);
        outbox::retry_given_up();
        $this->send();
        $this->assertEquals(0, outbox::counts()->givenup);
    }

    /**
     * A wrong secret concerns every event.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_a_wrong_secret_gives_up_nothing(): void {
        $this->settle();
        set_config('secret', 'whsec_short', 'local_ltibadgeconnector');
        $this->grade(17.5);

        $this->send();

        $this->assertEmpty($this->transport->posted);
        $this->assertEquals(0, outbox::counts()->givenup);
        $this->assertGreaterThan(0, outbox::counts()->waiting);
    }

    /**
     * "Look again" is said once, however many reasons there are.
     *
     * @covers \local_ltibadgeconnector\outbox
     */
    public function test_many_enrolments_of_a_course_are_one_event(): void {
        $this->settle();
        for ($i = 0; $i < 20; $i++) {
            $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        }

        $this->send();

        $this->assertCount(1, $this->transport->of('enrolment.changed'));
        $this->assertEquals(0, outbox::counts()->waiting);
    }

    /**
     * For a new connection, or after something was lost.
     *
     * @covers \local_ltibadgeconnector\task\resend
     */
    public function test_what_changed_since_a_time_can_be_sent_again(): void {
        $this->grade(17.5);
        $cm = get_coursemodule_from_instance('quiz', $this->quiz->id);
        (new \completion_info($this->course))->update_state($cm, COMPLETION_COMPLETE, $this->learner->id);
        $this->settle();

        $this->expectOutputRegex('/3 events queued/');
        task\resend::plan(time() - HOURSECS);
        $this->runAdhocTasks(task\resend::class);
        $this->send();

        $this->assertCount(2, $this->transport->of('grade.updated'));
        $this->assertCount(1, $this->transport->of('activity.completion'));
    }

    /**
     * The administrator's test says what came of it, past the queue.
     *
     * @covers \local_ltibadgeconnector\sender
     */
    public function test_a_test_is_sent_at_once(): void {
        $answer = (new sender($this->transport))->test();

        $this->assertTrue($answer->is_taken());
        $this->assertCount(1, $this->transport->of('connection.test'));
    }

    /**
     * Old rows go.
     *
     * @covers \local_ltibadgeconnector\task\clean_up
     */
    public function test_what_was_sent_long_ago_is_forgotten(): void {
        global $DB;
        $this->grade(17.5);
        $this->send();
        $DB->set_field(outbox::TABLE, 'timesent', time() - 8 * DAYSECS, []);

        (new task\clean_up())->execute();

        $this->assertEquals(0, $DB->count_records(outbox::TABLE));
    }

    /**
     * Forgets what making the course noted.
     */
    private function settle(): void {
        global $DB;
        $DB->delete_records(outbox::TABLE);
    }
}
