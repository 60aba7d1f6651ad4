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

global $CFG;
require_once($CFG->libdir . '/gradelib.php');
require_once($CFG->libdir . '/completionlib.php');
require_once(__DIR__ . '/fake_transport.php');

/**
 * A course with a learner and a quiz, and a plugin that is set up.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class connector_testcase extends \advanced_testcase {
    /** A secret as the connector makes them. */
    protected const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

    /** @var \stdClass */
    protected $course;

    /** @var \stdClass */
    protected $learner;

    /** @var \stdClass */
    protected $quiz;

    /** @var fake_transport */
    protected $transport;

    /**
     * Makes them, and forgets the events of making them.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->course = $this->getDataGenerator()->create_course(['enablecompletion' => 1, 'idnumber' => 'C-57']);
        $this->learner = $this->getDataGenerator()->create_and_enrol($this->course, 'student', ['idnumber' => 'B2301417']);
        $this->quiz = $this->getDataGenerator()->create_module('quiz', ['course' => $this->course->id, 'name' => '単元3 小テスト',
            'grade' => 20, 'completion' => COMPLETION_TRACKING_MANUAL]);
        set_config('endpoint', 'https://badges.example/webhooks/abc', 'local_ltibadgeconnector');
        set_config('secret', self::SECRET, 'local_ltibadgeconnector');
        $this->transport = new fake_transport();
    }

    /**
     * Gives the learner points in the quiz, as the quiz does.
     *
     * @param float|null $points
     */
    protected function grade(?float $points): void {
        grade_update('mod/quiz', $this->course->id, 'mod', 'quiz', $this->quiz->id, 0,
            ['userid' => $this->learner->id, 'rawgrade' => $points]);
    }

    /**
     * The gradebook's item of the quiz.
     *
     * @return \grade_item
     */
    protected function item(): \grade_item {
        return \grade_item::fetch(['itemtype' => 'mod', 'itemmodule' => 'quiz', 'iteminstance' => $this->quiz->id,
            'courseid' => $this->course->id]);
    }

    /**
     * Sends what is due.
     *
     * @return int
     */
    protected function send(): int {
        return (new sender($this->transport))->run(30);
    }

    /**
     * The rows of one type.
     *
     * @param string $type
     * @return \stdClass[]
     */
    protected function rows(string $type): array {
        global $DB;
        return array_values($DB->get_records(outbox::TABLE, ['type' => $type], 'id'));
    }
}
